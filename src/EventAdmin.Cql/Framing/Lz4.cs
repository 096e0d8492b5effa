using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

using K4os.Compression.LZ4;

namespace EventAdmin.Cql.Framing;

/// <summary>LZ4 blocks, bare (segments) and with their plain length in front (bodies of version 4).</summary>
internal static class Lz4
{
    /// <summary>The plain length, 32 bits big-endian, in front of a compressed body.</summary>
    public const int PrefixSize = 4;

    // A byte of a block stands for at most 255 plain ones; what claims more is a lie that must not be allocated for.
    private const int RatioMax = 255;

    public static int BlockLengthMax(int plainLength) => LZ4Codec.MaximumOutputSize(plainLength);

    /// <summary>Compresses; 0 when the result would not be shorter than <paramref name="plain"/>.</summary>
    public static int Encode(ReadOnlySpan<byte> plain, Span<byte> block)
    {
        var length = LZ4Codec.Encode(plain, block);
        return length > 0 && length < plain.Length ? length : 0;
    }

    /// <summary>Fills <paramref name="plain"/> exactly, or the block is broken.</summary>
    public static void Decode(ReadOnlySpan<byte> block, Span<byte> plain)
    {
        var length = LZ4Codec.Decode(block, plain);
        if (length != plain.Length) throw new CqlProtocolException($"A compressed block gives {length} bytes where {plain.Length} were announced.");
    }

    /// <summary>The plain length of a compressed body, checked against what a block of its size can hold.</summary>
    public static int PlainLengthOf(ReadOnlySpan<byte> body, int lengthMax)
    {
        if (body.Length < PrefixSize) throw new CqlProtocolException($"A compressed body of {body.Length} bytes.");
        var length = BinaryPrimitives.ReadInt32BigEndian(body);
        return length >= 0 && length <= lengthMax && length <= (long)(body.Length - PrefixSize) * RatioMax
            ? length
            : throw new CqlProtocolException($"A compressed body of {body.Length} bytes announces {length} plain ones.");
    }

    public static void DecodeBody(ReadOnlySpan<byte> body, Span<byte> plain)
    {
        if (!plain.IsEmpty) Decode(body[PrefixSize..], plain);
    }
}
