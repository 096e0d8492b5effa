using System.Buffers.Binary;
using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>Reads what a <see cref="ByteWriter"/> wrote; every method throws <see cref="FormatException"/> where the bytes end too early.</summary>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes)
{
    private int _next;

    public bool IsEnd => _next == bytes.Length;

    public byte Byte() => Take(1).Span[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)).Span);

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)).Span);

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)).Span);

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)).Span);

    public Guid Id() => new(Take(16).Span, bigEndian: true);

    public HistoryHash Hash() => new(Take(HistoryHash.Length).Span);

    public string? Text()
    {
        var length = Int32();
        return length == -1 ? null : Encoding.UTF8.GetString(Take(length).Span);
    }

    public string TextRequired() => Text() ?? throw new FormatException("Expected a text, found none.");

    /// <summary>Bytes that lie in those that are read.</summary>
    public ReadOnlyMemory<byte> Blob() => Take(Int32());

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _next)
            throw new FormatException($"Expected {count} bytes at {_next}, found {bytes.Length - _next}.");
        _next += count;
        return bytes.Slice(_next - count, count);
    }
}
