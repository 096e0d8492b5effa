using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EventAdmin.Cql.Primitives;

/// <summary>
/// Reads the protocol's notations (section 3 of its specification) from front to back. Lengths and counts are checked against what is
/// left before anything is allocated; every mismatch is a <see cref="CqlProtocolException"/>.
/// </summary>
internal ref struct CqlReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; }

    public readonly int Remaining => _source.Length - Position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public Guid Uuid() => new(Take(16), bigEndian: true);

    /// <summary>[string]: a length of 16 bits, unsigned, and UTF-8.</summary>
    public string String() => Text(Take(UInt16()));

    /// <summary>[long string]: a length of 32 bits and UTF-8.</summary>
    public string LongString() => Text(Take(Length(Int32())));

    /// <summary>[short bytes].</summary>
    public ReadOnlySpan<byte> ShortBytes() => Take(UInt16());

    /// <summary>[bytes]; false for null.</summary>
    public bool TryBytes(out ReadOnlySpan<byte> bytes)
    {
        var length = Int32();
        bytes = length < 0 ? default : Take(length);
        return length >= 0;
    }

    /// <summary>[bytes] that may be null, as a copy.</summary>
    public byte[]? Bytes() => TryBytes(out var bytes) ? bytes.ToArray() : null;

    /// <summary>[inetaddr]: a size of 4 or 16, and the address.</summary>
    public IPAddress Address()
    {
        var size = Byte();
        return size is 4 or 16 ? new IPAddress(Take(size)) : throw new CqlProtocolException($"An address of {size} bytes.");
    }

    /// <summary>[inet]: an address and a port.</summary>
    public IPEndPoint EndPoint()
    {
        var address = Address();
        var port = Int32();
        return port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort
            ? new IPEndPoint(address, port)
            : throw new CqlProtocolException($"A port of {port}.");
    }

    /// <summary>[consistency].</summary>
    public CqlConsistency Consistency()
    {
        var level = (CqlConsistency)UInt16();
        return level.IsKnown() ? level : throw new CqlProtocolException($"A consistency level of {(int)level}.");
    }

    /// <summary>[string list].</summary>
    public string[] StringList()
    {
        var list = new string[Count(UInt16(), elementLengthMin: 2)];
        for (var index = 0; index < list.Length; index++)
            list[index] = String();
        return list;
    }

    /// <summary>[string multimap].</summary>
    public Dictionary<string, IReadOnlyList<string>> StringMultimap()
    {
        var count = Count(UInt16(), elementLengthMin: 4);
        var map = new Dictionary<string, IReadOnlyList<string>>(count, StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            var key = String();
            map[key] = StringList();
        }

        return map;
    }

    /// <summary>[bytes map].</summary>
    public Dictionary<string, byte[]?> BytesMap()
    {
        var count = Count(UInt16(), elementLengthMin: 6);
        var map = new Dictionary<string, byte[]?>(count, StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            var key = String();
            map[key] = Bytes();
        }

        return map;
    }

    /// <summary>Checks that <paramref name="count"/> elements of at least <paramref name="elementLengthMin"/> bytes can still follow.</summary>
    public readonly int Count(int count, int elementLengthMin) =>
        count >= 0 && (long)count * elementLengthMin <= Remaining
            ? count
            : throw new CqlProtocolException($"A count of {count}, and {Remaining} bytes are left.");

    /// <summary>The next <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)Remaining) throw new CqlProtocolException($"{length} bytes are needed at {Position}, and {Remaining} are left.");
        var taken = _source.Slice(Position, length);
        Position += length;
        return taken;
    }

    /// <summary>Everything that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take(Remaining);

    private static int Length(int length) => length >= 0 ? length : throw new CqlProtocolException($"A length of {length}.");

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
