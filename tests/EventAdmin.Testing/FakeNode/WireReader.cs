using System.Buffers.Binary;
using System.Text;

namespace EventAdmin.Testing.FakeNode;

/// <summary>The primitives of the native protocol, read.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public byte Byte() => Take(1)[0];

    public int Short() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Take(Short()));

    public string LongText() => Encoding.UTF8.GetString(Take(Int()));

    public byte[] ShortBytes() => Take(Short()).ToArray();

    public byte[]? Bytes()
    {
        var length = Int();
        return length < 0 ? null : Take(length).ToArray();
    }

    public FakeValue Value() => Int() switch
    {
        -1 => FakeValue.Null,
        -2 => FakeValue.Unset,
        var length => new FakeValue(Take(length).ToArray()),
    };

    public List<string> TextList()
    {
        var values = new List<string>();
        for (var left = Short(); left > 0; left--)
            values.Add(Text());
        return values;
    }

    public Dictionary<string, string> TextMap()
    {
        var values = new Dictionary<string, string>();
        for (var left = Short(); left > 0; left--)
            values[Text()] = Text();
        return values;
    }

    public Dictionary<string, byte[]> BytesMap()
    {
        var values = new Dictionary<string, byte[]>();
        for (var left = Short(); left > 0; left--)
            values[Text()] = Bytes() ?? [];
        return values;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
            throw new InvalidDataException($"A request ends {length - _rest.Length} bytes too early.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
