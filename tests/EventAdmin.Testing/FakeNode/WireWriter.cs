using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EventAdmin.Testing.FakeNode;

/// <summary>The primitives of the native protocol, written. The fake node has its own, so that a mistake of the client's is not repeated by it.</summary>
public sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public WireWriter Byte(int value) => Raw([(byte)value]);

    public WireWriter Short(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), (ushort)value);
        _bytes.Advance(2);
        return this;
    }

    public WireWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public WireWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    public WireWriter Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }

    /// <summary>[string]: two bytes of length.</summary>
    public WireWriter Text(string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        return Short(text.Length).Raw(text);
    }

    /// <summary>[bytes]: four bytes of length, -1 for null.</summary>
    public WireWriter Bytes(byte[]? value) => value is null ? Int(-1) : Int(value.Length).Raw(value);

    /// <summary>[short bytes].</summary>
    public WireWriter ShortBytes(ReadOnlySpan<byte> value) => Short(value.Length).Raw(value);

    /// <summary>[uuid], most significant byte first.</summary>
    public WireWriter Uuid(Guid value) => Raw(value.ToByteArray(bigEndian: true));

    public WireWriter TextList(IReadOnlyCollection<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Short(values.Count);
        foreach (var value in values)
            Text(value);
        return this;
    }

    public WireWriter TextMultimap(IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Short(values.Count);
        foreach (var (key, list) in values)
            Text(key).TextList(list);
        return this;
    }

    public WireWriter BytesMap(IReadOnlyDictionary<string, byte[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Short(values.Count);
        foreach (var (key, value) in values)
            Text(key).Bytes(value);
        return this;
    }

    /// <summary>[inetaddr].</summary>
    public WireWriter Address(IPAddress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bytes = value.GetAddressBytes();
        return Byte(bytes.Length).Raw(bytes);
    }

    /// <summary>[inet].</summary>
    public WireWriter EndPoint(IPEndPoint value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Address(value.Address).Int(value.Port);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
