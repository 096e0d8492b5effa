using System.Buffers.Binary;
using System.Collections;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>Turns what the driver decoded back into the bytes that it had read.</summary>
internal static class WireValues
{
    public static byte[]? Encode(object? value, CqlType type) => value switch
    {
        null => null,
        RawValue raw => raw.Bytes,
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        Guid id => id.ToByteArray(bigEndian: true),
        IPAddress address => address.GetAddressBytes(),
        int number => Int32(number),
        IDictionary map => Join(Int32(map.Count), map.Keys.Cast<object>().Zip(map.Values.Cast<object?>(), (key, item) => Item(key, type.Elements[0]).Concat(Item(item, type.Elements[1]))).SelectMany(static pair => pair)),
        ITuple tuple => Join([], Enumerable.Range(0, tuple.Length).SelectMany(i => Item(tuple[i], type.Elements[i]))),
        IEnumerable vector when type.Kind == CqlTypeKind.Vector => Join([], vector.Cast<object?>().SelectMany(item => VectorItem(item, type.Elements[0]))),
        ICollection items => Join(Int32(items.Count), items.Cast<object?>().SelectMany(item => Item(item, type.Elements[0]))),
        _ => throw new InvalidOperationException($"Expected a value that can be encoded as {type}, got {value.GetType()}."),
    };

    private static IEnumerable<byte[]> Item(object? value, CqlType type) =>
        Encode(value, type) is { } bytes ? [Int32(bytes.Length), bytes] : [Int32(-1)];

    private static IEnumerable<byte[]> VectorItem(object? value, CqlType type)
    {
        var bytes = Encode(value, type) ?? [];
        return type.VectorWidth > 0 ? [bytes] : [UnsignedVint(bytes.Length), bytes];
    }

    private static byte[] UnsignedVint(int value)
    {
        var buffer = new byte[VInt.LengthMax];
        return buffer[..VInt.Write(buffer, (ulong)value)];
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Join(byte[] head, IEnumerable<byte[]> parts) => [.. head, .. parts.SelectMany(part => part)];
}
