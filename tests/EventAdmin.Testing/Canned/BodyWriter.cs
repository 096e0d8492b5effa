using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EventAdmin.Testing.Canned;

/// <summary>Writes the notations of the CQL protocol, section 3, into a growing body.</summary>
internal sealed class BodyWriter
{
    private readonly ArrayBufferWriter<byte> _body = new();

    public BodyWriter Byte(int value)
    {
        _body.Write([(byte)value]);
        return this;
    }

    public BodyWriter Short(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        _body.Write(bytes);
        return this;
    }

    public BodyWriter Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _body.Write(bytes);
        return this;
    }

    public BodyWriter Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _body.Write(bytes);
        return this;
    }

    public BodyWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
        return this;
    }

    public BodyWriter String(string text) => Short(Encoding.UTF8.GetByteCount(text)).Raw(Encoding.UTF8.GetBytes(text));

    public BodyWriter ShortBytes(ReadOnlySpan<byte> bytes) => Short(bytes.Length).Raw(bytes);

    /// <summary>A value: its length, then its bytes.</summary>
    public BodyWriter Value(ReadOnlySpan<byte> bytes) => Int(bytes.Length).Raw(bytes);

    public BodyWriter Value(string text) => Value(Encoding.UTF8.GetBytes(text));

    public byte[] ToArray() => _body.WrittenSpan.ToArray();
}
