using System.Buffers.Binary;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Framing;

/// <summary>
/// What stands in front of a segment's payload (section 2.2 of version 5's specification), little-endian: [17 bits length][bit 17
/// self-contained] in 3 bytes, with LZ4 [17 bits length][17 bits plain length, 0 = sent as it is][bit 34 self-contained] in 5, then CRC24.
/// </summary>
internal readonly record struct SegmentHeader(int PayloadLength, int PlainLength, bool IsSelfContained)
{
    public const int PayloadLengthMax = (1 << LengthBits) - 1;

    /// <summary>The CRC32 behind the payload.</summary>
    public const int TrailerSize = 4;

    private const int LengthBits = 17;
    private const int CrcSize = 3;

    /// <summary>The bytes of a header with its CRC24.</summary>
    public static int SizeOf(bool isCompressed) => BytesOf(isCompressed) + CrcSize;

    /// <summary>Reads a header of <see cref="SizeOf"/> bytes; the checksum is compared before any length is believed.</summary>
    public static SegmentHeader Read(ReadOnlySpan<byte> source, bool isCompressed)
    {
        var size = BytesOf(isCompressed);
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        source.Slice(size, CrcSize).CopyTo(wide);
        if (BinaryPrimitives.ReadUInt32LittleEndian(wide) != Crc24.Of(source[..size]))
            throw new CqlProtocolException("The checksum of a segment's header is wrong.");
        source[..size].CopyTo(wide);
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(wide);
        if (!isCompressed) bits &= 0xFFFFFF;
        var length = (int)(bits & PayloadLengthMax);
        return isCompressed
            ? new(length, (int)((bits >> LengthBits) & PayloadLengthMax), ((bits >> (2 * LengthBits)) & 1) != 0)
            : new(length, 0, ((bits >> LengthBits) & 1) != 0);
    }

    public void Write(Span<byte> destination, bool isCompressed)
    {
        var size = BytesOf(isCompressed);
        var bits = (ulong)PayloadLength;
        bits |= isCompressed ? (ulong)PlainLength << LengthBits : 0;
        if (IsSelfContained) bits |= 1UL << (isCompressed ? 2 * LengthBits : LengthBits);
        for (var index = 0; index < size; index++)
            destination[index] = (byte)(bits >> (8 * index));
        var crc = Crc24.Of(destination[..size]);
        for (var index = 0; index < CrcSize; index++)
            destination[size + index] = (byte)(crc >> (8 * index));
    }

    private static int BytesOf(bool isCompressed) => isCompressed ? 5 : 3;
}
