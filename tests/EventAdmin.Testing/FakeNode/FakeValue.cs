using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EventAdmin.Testing.FakeNode;

/// <summary>A value as it is on the wire: bytes, null, or not set.</summary>
public readonly record struct FakeValue(byte[]? Bytes, bool IsUnset = false)
{
    public static FakeValue Null => default;

    public static FakeValue Unset => new(null, IsUnset: true);

    public static FakeValue Text(string value) => new(Encoding.UTF8.GetBytes(value));

    public static FakeValue Int(int value) => new(new WireWriter().Int(value).ToArray());

    public static FakeValue BigInt(long value) => new(new WireWriter().Long(value).ToArray());

    public static FakeValue Boolean(bool value) => new([value ? (byte)1 : (byte)0]);

    public static FakeValue Uuid(Guid value) => new(value.ToByteArray(bigEndian: true));

    public static FakeValue Blob(byte[] value) => new(value);

    public static FakeValue Timestamp(DateTimeOffset value) => BigInt(value.ToUnixTimeMilliseconds());

    public static FakeValue Inet(IPAddress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new FakeValue(value.GetAddressBytes());
    }

    /// <summary>A list or a set.</summary>
    public static FakeValue List(IReadOnlyCollection<FakeValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var writer = new WireWriter().Int(values.Count);
        foreach (var value in values)
            writer.Bytes(value.Bytes);
        return new FakeValue(writer.ToArray());
    }

    public static FakeValue TextMap(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var writer = new WireWriter().Int(values.Count);
        foreach (var (key, value) in values)
            writer.Bytes(Text(key).Bytes).Bytes(Text(value).Bytes);
        return new FakeValue(writer.ToArray());
    }

    public bool Equals(FakeValue other) =>
        IsUnset == other.IsUnset && (Bytes is null) == (other.Bytes is null) && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>Orders two values of a type as the ring's nodes do in a partition.</summary>
    internal static int Compare(FakeValue left, FakeValue right, string type) => type switch
    {
        "int" => BinaryPrimitives.ReadInt32BigEndian(left.Bytes).CompareTo(BinaryPrimitives.ReadInt32BigEndian(right.Bytes)),
        "bigint" or "timestamp" => BinaryPrimitives.ReadInt64BigEndian(left.Bytes).CompareTo(BinaryPrimitives.ReadInt64BigEndian(right.Bytes)),
        _ => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes),
    };
}
