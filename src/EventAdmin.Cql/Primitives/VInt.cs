using System.Buffers.Binary;
using System.Numerics;

namespace EventAdmin.Cql.Primitives;

/// <summary>
/// The protocol's integers of 1 to 9 bytes: as many leading ones in the first byte as bytes follow, most significant first.
/// Signed values are zig-zag: 0, -1, 1, -2 become 0, 1, 2, 3.
/// </summary>
internal static class VInt
{
    public const int LengthMax = 9;

    public static int LengthOf(ulong value) => value == 0 ? 1 : Math.Min((BitOperations.Log2(value) / 7) + 1, LengthMax);

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public static int Write(Span<byte> destination, ulong value)
    {
        var length = LengthOf(value);
        if (destination.Length < length)
            throw new CqlEncodeException($"A vint of {length} bytes does not fit into the {destination.Length} bytes left.");
        var extra = length - 1;
        for (var index = extra; index > 0; index--, value >>= 8)
            destination[index] = (byte)value;
        destination[0] = (byte)((extra == 8 ? 0 : value) | Ones(extra));
        return length;
    }

    /// <summary>Reads one value; false when the bytes end before it does.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ulong value, out int length)
    {
        value = 0;
        length = 0;
        if (source.IsEmpty) return false;
        var extra = BitOperations.LeadingZeroCount((uint)(byte)~source[0]) - 24;
        if (source.Length <= extra) return false;
        length = extra + 1;
        if (extra == 8)
        {
            value = BinaryPrimitives.ReadUInt64BigEndian(source[1..]);
            return true;
        }

        value = (uint)(source[0] & ~Ones(extra));
        for (var index = 1; index <= extra; index++)
            value = (value << 8) | source[index];
        return true;
    }

    private static byte Ones(int count) => (byte)~(0xFF >> count);
}
