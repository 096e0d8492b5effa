using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>Writes numbers (big-endian), ids and texts one after the other. Not thread-safe.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Byte(byte value) => Take(1)[0] = value;

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), value);

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    public void Id(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    public void Hash(HistoryHash value) => value.WriteTo(Take(HistoryHash.Length));

    /// <summary>A text; null and empty are two things.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Int32(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Blob(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        value.CopyTo(Take(value.Length));
    }

    private Span<byte> Take(int count)
    {
        var span = _bytes.GetSpan(count)[..count];
        _bytes.Advance(count);
        return span;
    }
}
