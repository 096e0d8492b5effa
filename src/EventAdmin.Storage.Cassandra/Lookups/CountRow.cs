using System.Buffers.Binary;
using System.Globalization;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// The counts of a category or a type, with how far they were counted: what was counted already is passed over, so that counting again
/// after a crash changes nothing.
/// </summary>
/// <param name="Streams">Streams with events.</param>
/// <param name="Events">Events.</param>
/// <param name="LastAt">When the newest of them was recorded; null when there is none.</param>
/// <param name="Point">How far they were counted.</param>
internal sealed record CountRow(long Streams, long Events, DateTimeOffset? LastAt, LookupPoint Point)
{
    /// <summary>Nothing was counted.</summary>
    public static readonly CountRow Zero = new(0, 0, LastAt: null, default);

    private const int Length = 3 * sizeof(long);

    /// <summary>The counts with one more event.</summary>
    public CountRow With(CountedEvent e) => e.Seq <= Point.Seq ? this : new CountRow(
        Streams + (e.IsStart ? 1 : 0), Events + 1, LastAt is { } last && last > e.At ? last : e.At, Point with { Seq = e.Seq });

    /// <summary>The counts without a stream that a deletion emptied, a deletion's streams each.</summary>
    /// <param name="streams">How many streams.</param>
    /// <param name="events">How many events they had.</param>
    /// <param name="lastAt">When the newest event that is left was recorded.</param>
    /// <param name="deletion">The deletion's number.</param>
    public CountRow Without(long streams, long events, DateTimeOffset? lastAt, long deletion) => deletion <= Point.Deletions
        ? this
        : new CountRow(Streams - streams, Events - events, lastAt, Point with { Deletions = deletion });

    /// <summary>The numbers as they are stored: big-endian, 0 for no time.</summary>
    public byte[] ToValue()
    {
        var value = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(value, Streams);
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(sizeof(long)), Events);
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(2 * sizeof(long)), LastAt?.UtcTicks ?? 0);
        return value;
    }

    /// <summary>The point as it is stored: <c>number/deletions</c>.</summary>
    public string ToPosition() => string.Create(CultureInfo.InvariantCulture, $"{Point.Seq}/{Point.Deletions}");

    /// <summary>Reads what <see cref="ToValue"/> and <see cref="ToPosition"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static CountRow Parse(ReadOnlySpan<byte> value, string position)
    {
        var slash = position.IndexOf('/', StringComparison.Ordinal);
        if (value.Length != Length || slash < 0)
            throw new FormatException($"Expected counts of {Length} bytes with their position, found {value.Length} at '{position}'.");
        var ticks = BinaryPrimitives.ReadInt64BigEndian(value[(2 * sizeof(long))..]);
        return new CountRow(
            BinaryPrimitives.ReadInt64BigEndian(value),
            BinaryPrimitives.ReadInt64BigEndian(value[sizeof(long)..]),
            ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
            new LookupPoint(
                long.Parse(position.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture),
                long.Parse(position.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture)));
    }
}
