using System.Buffers.Binary;
using System.Text;

namespace EventAdmin.Cql.Primitives;

/// <summary>Writes the protocol's notations into a buffer of known size; what can't be carried is a <see cref="CqlEncodeException"/>.</summary>
internal ref struct CqlWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Position { get; private set; }

    public readonly int Remaining => _destination.Length - Position;

    /// <summary>What a [string] takes.</summary>
    public static int StringLength(string text) => 2 + Utf8Length(text, ushort.MaxValue);

    /// <summary>What a [long string] takes.</summary>
    public static int LongStringLength(string text) => 4 + Utf8Length(text, int.MaxValue - 4);

    public void Byte(byte value) => Take(1)[0] = value;

    public void UInt16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);

    /// <summary>A count of 16 bits.</summary>
    public void Count(int count)
    {
        if ((uint)count > ushort.MaxValue) throw new CqlEncodeException($"{count} entries where at most {ushort.MaxValue} can be sent.");
        UInt16(count);
    }

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void String(string text)
    {
        var length = Utf8Length(text, ushort.MaxValue);
        UInt16(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    public void LongString(string text)
    {
        var length = Utf8Length(text, int.MaxValue);
        Int32(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    public void ShortBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue) throw new CqlEncodeException($"{bytes.Length} bytes where at most {ushort.MaxValue} can be sent.");
        UInt16(bytes.Length);
        Raw(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Int32(bytes.Length);
        Raw(bytes);
    }

    private static int Utf8Length(string text, int lengthMax)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return length <= lengthMax
            ? length
            : throw new CqlEncodeException($"A text of {length} bytes where at most {lengthMax} can be sent.");
    }

    private Span<byte> Take(int length)
    {
        if ((uint)length > (uint)Remaining) throw new CqlEncodeException($"{length} bytes do not fit into the {Remaining} that are left.");
        var taken = _destination.Slice(Position, length);
        Position += length;
        return taken;
    }
}
