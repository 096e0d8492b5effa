using System.Buffers.Binary;

namespace EventAdmin.Cql.Tests.Fuzzing;

/// <summary>Turns a valid input into one that is nearly valid.</summary>
internal static class Mutation
{
    private const int LengthMax = 300_000;

    private static readonly byte[] Bytes = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF];
    private static readonly int[] Words = [-1, -2, 0, 1, 2, 0x7F, 0x80, 0xFFFF, 0x10000, 0xFFFFFF, int.MaxValue, int.MinValue];

    public static byte[] Of(Random random, IReadOnlyList<byte[]> seeds)
    {
        var bytes = seeds[random.Next(seeds.Count)];
        for (var count = 1 + random.Next(4); count > 0; count--)
            bytes = Once(random, bytes, seeds);
        return bytes.Length <= LengthMax ? bytes : bytes[..LengthMax];
    }

    private static byte[] Once(Random random, byte[] bytes, IReadOnlyList<byte[]> seeds)
    {
        if (bytes.Length == 0) return [(byte)random.Next(256)];
        // Most of what matters stands at the front.
        var at = random.Next(2) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(bytes.Length, 40));
        var length = random.Next(Math.Min(bytes.Length - at, 64) + 1);
        switch (random.Next(8))
        {
            case 0: return Changed(bytes, copy => copy[at] ^= (byte)(1 << random.Next(8)));
            case 1: return Changed(bytes, copy => copy[at] = Bytes[random.Next(Bytes.Length)]);
            case 2: return Changed(bytes, copy => copy[at] = (byte)random.Next(256));
            case 3: return bytes.Length - at < 4 ? bytes[..at] : Changed(bytes, copy => BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(at), Words[random.Next(Words.Length)]));
            case 4: return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5: return [.. bytes[..(at + length)], .. bytes[at..]];
            case 6: return bytes[..at];
            default:
                var other = seeds[random.Next(seeds.Count)];
                return [.. bytes[..at], .. other[random.Next(other.Length + 1)..]];
        }
    }

    private static byte[] Changed(byte[] bytes, Action<byte[]> change)
    {
        var copy = (byte[])bytes.Clone();
        change(copy);
        return copy;
    }
}
