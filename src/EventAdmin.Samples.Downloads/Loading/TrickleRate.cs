using System.Globalization;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>Events a second, written <c>5/s</c>.</summary>
/// <param name="PerSecond">1 to <see cref="Max"/>.</param>
public readonly record struct TrickleRate(int PerSecond)
{
    /// <summary>The fastest trickle; more is a load test.</summary>
    public const int Max = 1000;

    /// <summary>Reads <c>5/s</c>.</summary>
    public static bool TryParse(string? text, out TrickleRate rate)
    {
        rate = default;
        if (text is null || !text.EndsWith("/s", StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var perSecond)
            || perSecond is < 1 or > Max)
        {
            return false;
        }

        rate = new TrickleRate(perSecond);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond}/s");
}
