using System.Globalization;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Settings;

/// <summary>How long to try; null is for ever.</summary>
internal sealed record Patience(TimeSpan? Value)
{
    private const string Endless = "never";

    private static readonly (string Unit, Func<double, TimeSpan> Make)[] Units =
        [("ms", TimeSpan.FromMilliseconds), ("s", TimeSpan.FromSeconds), ("m", TimeSpan.FromMinutes), ("h", TimeSpan.FromHours)];

    public static Patience Parse(string text, string origin) => TryParse(text)
        ?? throw new CommandFailedException(
            origin.StartsWith("--", StringComparison.Ordinal) ? ExitCode.Usage : ExitCode.Configuration,
            $"The timeout '{text}' ({origin}) is none: write 30s, 500ms, 5m, 2h, or never.");

    public override string ToString() => Value is { } value ? Say.Duration(value) : Endless;

    private static Patience? TryParse(string text)
    {
        if (text == Endless)
            return new Patience((TimeSpan?)null);
        foreach (var (unit, make) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && Number(text[..^unit.Length]) is { } number)
                return new Patience(make(number));
        }

        return Number(text) is { } seconds ? new Patience(TimeSpan.FromSeconds(seconds)) : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000 ? number : null;
}
