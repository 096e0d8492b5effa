using System.Globalization;

namespace EventAdmin.EventSourcing.Events;

/// <summary>
/// A place in the feed. Opaque: compare, print and parse it, never add to one. <see cref="Start"/> stands before the first event.
/// </summary>
public readonly record struct FeedPosition : IComparable<FeedPosition>
{
    /// <summary>Before the first event: reading after it reads everything.</summary>
    public static readonly FeedPosition Start;

    private readonly long _number;

    private FeedPosition(long number) => _number = number;

    /// <summary>For stores only: the position that a store's own number stands for (1 is the first event's).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static FeedPosition FromStore(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new FeedPosition(number);
    }

    /// <summary>For stores only: the number given to <see cref="FromStore"/>.</summary>
    public long ToStore() => _number;

    /// <summary>Reads what <see cref="ToString"/> printed.</summary>
    public static bool TryParse(string? text, out FeedPosition position)
    {
        position = default;
        if (text is null || !text.StartsWith("p:", StringComparison.Ordinal)
            || !long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        position = new FeedPosition(number);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(FeedPosition other) => _number.CompareTo(other._number);

    /// <summary>True when left comes before right.</summary>
    public static bool operator <(FeedPosition left, FeedPosition right) => left._number < right._number;

    /// <summary>True when left comes after right.</summary>
    public static bool operator >(FeedPosition left, FeedPosition right) => left._number > right._number;

    /// <summary>True when left does not come after right.</summary>
    public static bool operator <=(FeedPosition left, FeedPosition right) => left._number <= right._number;

    /// <summary>True when left does not come before right.</summary>
    public static bool operator >=(FeedPosition left, FeedPosition right) => left._number >= right._number;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p:{_number}");
}
