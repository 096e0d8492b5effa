using System.Buffers.Binary;

namespace EventAdmin.Cql.Primitives;

/// <summary>The bytes that decide where a row lives: one component as it is, several as [length 16][bytes][00] each.</summary>
internal static class RoutingKey
{
    /// <summary>What one of several components takes.</summary>
    public static int ComponentLength(ReadOnlySpan<byte> component) => component.Length + 3;

    /// <summary>Writes one of several components and gives back what it took.</summary>
    public static int WriteComponent(Span<byte> destination, ReadOnlySpan<byte> component)
    {
        if (component.Length > ushort.MaxValue)
            throw new CqlEncodeException($"A component of a composite routing key has {component.Length} bytes; the limit is {ushort.MaxValue}.");
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)component.Length);
        component.CopyTo(destination[2..]);
        destination[component.Length + 2] = 0;
        return component.Length + 3;
    }

    /// <summary>The routing key of all components.</summary>
    public static byte[] Of(IReadOnlyList<ReadOnlyMemory<byte>> components)
    {
        if (components.Count == 1) return components[0].ToArray();
        var key = new byte[components.Sum(static component => ComponentLength(component.Span))];
        var position = 0;
        foreach (var component in components)
            position += WriteComponent(key.AsSpan(position), component.Span);
        return key;
    }
}
