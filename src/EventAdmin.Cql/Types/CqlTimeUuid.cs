using System.Buffers.Binary;

namespace EventAdmin.Cql.Types;

/// <summary>
/// The arithmetic of version-1 uuids: 60 bits of 100 ns since 1582-10-15, 14 bits of clock sequence, 48 bits of node.
/// </summary>
public static class CqlTimeUuid
{
    private const int NodeSize = 6;
    private const ushort ClockMin = 0x8080;
    private const ushort ClockMax = 0xBF7F;
    private const long TicksMax = (1L << 60) - 1;

    private static readonly long EpochTicks = new DateTimeOffset(1582, 10, 15, 0, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>The uuid of an instant, a node of 6 bytes and a clock sequence (its two highest bits are replaced by the variant).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before 1582-10-15 or after the year 5236, or the node has not 6 bytes.</exception>
    public static Guid Create(DateTimeOffset instant, ReadOnlySpan<byte> node, ushort clockSequence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(node.Length, NodeSize, nameof(node));
        return Make(instant, (ushort)((clockSequence & 0x3FFF) | 0x8000), node);
    }

    /// <summary>The smallest uuid of that instant, in Cassandra's order, which compares the last eight bytes as signed ones.</summary>
    public static Guid Min(DateTimeOffset instant) => Make(instant, ClockMin, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80]);

    /// <summary>The largest uuid of that instant, in Cassandra's order.</summary>
    public static Guid Max(DateTimeOffset instant) => Make(instant, ClockMax, [0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F]);

    /// <summary>The instant of a version-1 uuid.</summary>
    /// <exception cref="ArgumentException">The uuid is of another version.</exception>
    public static DateTimeOffset InstantOf(Guid uuid)
    {
        if (uuid.Version != 1) throw new ArgumentException($"{uuid} is of version {uuid.Version}, not 1.", nameof(uuid));
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        var low = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var middle = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var high = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0FFF;
        return new DateTimeOffset(EpochTicks + (((long)high << 48) | ((long)middle << 32) | low), TimeSpan.Zero);
    }

    // [time low 32][time middle 16][version 4, time high 12][variant and clock 16][node 48]
    private static Guid Make(DateTimeOffset instant, ushort clock, ReadOnlySpan<byte> node)
    {
        var ticks = instant.UtcTicks - EpochTicks;
        if (ticks is < 0 or > TicksMax) throw new ArgumentOutOfRangeException(nameof(instant), instant, "A timeuuid can't hold the instant.");
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)ticks);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)(ticks >> 32));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)((ticks >> 48) | 0x1000));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], clock);
        node.CopyTo(bytes[10..]);
        return new Guid(bytes, bigEndian: true);
    }
}
