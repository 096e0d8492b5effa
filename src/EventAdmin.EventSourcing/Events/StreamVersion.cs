using System.Globalization;

namespace EventAdmin.EventSourcing.Events;

/// <summary>The 0-based place of an event in its stream: a stream of 128 events ends at version 127. Printed as <c>v127</c>.</summary>
public readonly record struct StreamVersion : IComparable<StreamVersion>
{
    /// <summary>The version of a stream's first event.</summary>
    public static readonly StreamVersion First;

    private StreamVersion(long value) => Value = value;

    /// <summary>The number, never negative.</summary>
    public long Value { get; }

    /// <summary>Makes a version of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static StreamVersion Of(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return new StreamVersion(value);
    }

    /// <summary>The version <paramref name="count"/> places on.</summary>
    public StreamVersion Plus(long count) => Of(checked(Value + count));

    /// <summary>Reads <c>v57</c> or <c>57</c>.</summary>
    public static bool TryParse(string? text, out StreamVersion version)
    {
        version = default;
        if (text is null)
            return false;
        var digits = text.StartsWith('v') ? text.AsSpan(1) : text;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        version = new StreamVersion(value);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(StreamVersion other) => Value.CompareTo(other.Value);

    /// <summary>True when left comes before right.</summary>
    public static bool operator <(StreamVersion left, StreamVersion right) => left.Value < right.Value;

    /// <summary>True when left comes after right.</summary>
    public static bool operator >(StreamVersion left, StreamVersion right) => left.Value > right.Value;

    /// <summary>True when left does not come after right.</summary>
    public static bool operator <=(StreamVersion left, StreamVersion right) => left.Value <= right.Value;

    /// <summary>True when left does not come before right.</summary>
    public static bool operator >=(StreamVersion left, StreamVersion right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v{Value}");
}
