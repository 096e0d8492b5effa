using System.Buffers.Binary;
using System.Globalization;

namespace EventAdmin.EventSourcing.Events;

/// <summary>
/// SHA-256 over a stream's history up to and with one event: each is made of the one before it and of everything stored of its event, so
/// that two streams with the same hash hold the same events. <c>default</c> where a store keeps none.
/// </summary>
public readonly record struct HistoryHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Reads 32 bytes.</summary>
    /// <exception cref="ArgumentException">They are not 32.</exception>
    public HistoryHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"Expected {Length} bytes, found {bytes.Length}.", nameof(bytes));
        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>Writes its 32 bytes.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_high:x32}{_low:x32}");
}
