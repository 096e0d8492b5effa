using System.Buffers;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Types;

// The routing key of values as they are already written.
public sealed partial class CqlValues
{
    // Cleared for every request that has more than one key column: no larger than keys usually are.
    private const int StackMax = 128;

    /// <summary>The bytes of a value; false for null and unset.</summary>
    internal bool TryGetBytes(int index, out ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var reader = new CqlReader(_buffer.WrittenSpan);
        for (; index > 0; index--)
            reader.TryBytes(out _);
        return reader.TryBytes(out bytes);
    }

    /// <summary>The token of the partition key at these markers; false when there is no key, or a part of it is null or unset.</summary>
    internal bool TryGetToken(IReadOnlyList<int> keyIndexes, out long token)
    {
        token = 0;
        if (keyIndexes.Count == 1)
        {
            if (!TryGetBytes(keyIndexes[0], out var key)) return false;
            token = Murmur3.Token(key);
            return true;
        }

        Span<byte> buffer = stackalloc byte[StackMax];
        var length = 0;
        for (var index = 0; index < keyIndexes.Count; index++)
        {
            if (!TryGetBytes(keyIndexes[index], out var component)) return false;
            if (RoutingKey.ComponentLength(component) > StackMax - length) return TryGetLongToken(keyIndexes, out token);
            length += RoutingKey.WriteComponent(buffer[length..], component);
        }

        if (length == 0) return false;
        token = Murmur3.Token(buffer[..length]);
        return true;
    }

    private bool TryGetLongToken(IReadOnlyList<int> keyIndexes, out long token)
    {
        token = 0;
        var length = RoutingKeyLength(keyIndexes);
        if (length < 0) return false;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        WriteRoutingKey(keyIndexes, rented);
        token = Murmur3.Token(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return true;
    }

    /// <summary>The routing key at these markers; null when there is none.</summary>
    internal byte[]? GetRoutingKey(IReadOnlyList<int> keyIndexes)
    {
        if (keyIndexes.Count == 1) return TryGetBytes(keyIndexes[0], out var key) ? key.ToArray() : null;
        var length = RoutingKeyLength(keyIndexes);
        if (length < 0) return null;
        var routingKey = new byte[length];
        WriteRoutingKey(keyIndexes, routingKey);
        return routingKey;
    }

    private int RoutingKeyLength(IReadOnlyList<int> keyIndexes)
    {
        if (keyIndexes.Count == 0) return -1;
        var length = 0;
        for (var index = 0; index < keyIndexes.Count; index++)
        {
            if (!TryGetBytes(keyIndexes[index], out var component)) return -1;
            length += RoutingKey.ComponentLength(component);
        }

        return length;
    }

    private void WriteRoutingKey(IReadOnlyList<int> keyIndexes, Span<byte> destination)
    {
        for (var index = 0; index < keyIndexes.Count; index++)
        {
            TryGetBytes(keyIndexes[index], out var component);
            destination = destination[RoutingKey.WriteComponent(destination, component)..];
        }
    }
}
