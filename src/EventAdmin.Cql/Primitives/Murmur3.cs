using System.Buffers.Binary;
using System.Numerics;

namespace EventAdmin.Cql.Primitives;

/// <summary>
/// The token of a routing key: the first half of MurmurHash3 x64 128 with seed 0, except that Cassandra reads the bytes of the tail as
/// signed ones, and gives the maximum where the hash is the minimum.
/// </summary>
internal static class Murmur3
{
    private const ulong C1 = 0x87C37B91114253D5;
    private const ulong C2 = 0x4CF5AD432745937F;

    public static long Token(ReadOnlySpan<byte> key)
    {
        ulong h1 = 0, h2 = 0;
        var rest = key;
        for (; rest.Length >= 16; rest = rest[16..])
        {
            h1 ^= Mix1(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52DCE729;
            h2 ^= Mix2(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495AB5;
        }

        if (rest.Length > 8) h2 ^= Mix2(Tail(rest[8..]));
        if (rest.Length > 0) h1 ^= Mix1(Tail(rest[..Math.Min(rest.Length, 8)]));
        return Finish(h1, h2, (ulong)key.Length);
    }

    private static long Finish(ulong h1, ulong h2, ulong length)
    {
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = Avalanche(h1);
        h2 = Avalanche(h2);
        var token = (long)(h1 + h2);
        return token == long.MinValue ? long.MaxValue : token;
    }

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var index = 0; index < bytes.Length; index++)
            value ^= (ulong)(sbyte)bytes[index] << (8 * index);
        return value;
    }

    private static ulong Mix1(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong Mix2(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Avalanche(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xFF51AFD7ED558CCD;
        k = (k ^ (k >> 33)) * 0xC4CEB9FE1A85EC53;
        return k ^ (k >> 33);
    }
}
