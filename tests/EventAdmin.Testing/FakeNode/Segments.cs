using System.Buffers.Binary;
using System.IO.Hashing;
using K4os.Compression.LZ4;

namespace EventAdmin.Testing.FakeNode;

/// <summary>Segments of protocol version 5: https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v5.spec, section 2. All its integers are little-endian.</summary>
internal static class Segments
{
    public const int PayloadMax = 128 * 1024 - 1;

    private const int Crc24Start = 0x875060;
    private const int Crc24Polynomial = 0x1974F0B;
    private const int CompressedFrom = 512;

    private static readonly byte[] Crc32Prefix = [0xFA, 0x2D, 0x55, 0xCA];

    /// <summary>Appends a segment with its checksums.</summary>
    public static void Write(List<byte> wire, ReadOnlySpan<byte> payload, bool isSelfContained, bool isCompressed)
    {
        if (!isCompressed)
        {
            WriteHeader(wire, (uint)payload.Length | (isSelfContained ? 1UL << 17 : 0UL), 3);
            WritePayload(wire, payload);
            return;
        }

        var packed = new byte[LZ4Codec.MaximumOutputSize(payload.Length)];
        var length = payload.Length < CompressedFrom ? -1 : LZ4Codec.Encode(payload, packed);
        // A payload that is sent as it is says so by a plain length of 0.
        var isPlain = length < 0 || length >= payload.Length;
        var sent = isPlain ? payload : packed.AsSpan(0, length);
        var plainLength = isPlain ? 0 : payload.Length;
        WriteHeader(wire, (uint)sent.Length | ((ulong)(uint)plainLength << 17) | (isSelfContained ? 1UL << 34 : 0UL), 5);
        WritePayload(wire, sent);
    }

    /// <summary>Takes a segment from the front of the bytes, where one is complete.</summary>
    /// <returns>How many bytes it took; 0 where it is not complete.</returns>
    public static int TryRead(ReadOnlySpan<byte> wire, bool isCompressed, out byte[] payload, out bool isSelfContained)
    {
        payload = [];
        isSelfContained = false;
        var headerBytes = isCompressed ? 5 : 3;
        if (wire.Length < headerBytes + 3)
            return 0;
        ulong header = 0;
        for (var index = headerBytes - 1; index >= 0; index--)
            header = (header << 8) | wire[index];
        var checksum = wire[headerBytes] | (wire[headerBytes + 1] << 8) | (wire[headerBytes + 2] << 16);
        if (checksum != Crc24(header, headerBytes))
            throw new InvalidDataException("The checksum of a client's segment header is wrong.");

        var length = (int)(header & PayloadMask);
        var plainLength = isCompressed ? (int)((header >> 17) & PayloadMask) : 0;
        isSelfContained = ((header >> (isCompressed ? 34 : 17)) & 1) != 0;
        var whole = headerBytes + 3 + length + 4;
        if (wire.Length < whole)
            return 0;
        var sent = wire.Slice(headerBytes + 3, length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(wire[(whole - 4)..]) != Crc32Of(sent))
            throw new InvalidDataException("The checksum of a client's segment payload is wrong.");
        payload = plainLength == 0 ? sent.ToArray() : Unpack(sent, plainLength);
        return whole;
    }

    /// <summary>The body of a version 4 frame: four bytes of plain length, then the block.</summary>
    public static byte[] PackV4(ReadOnlySpan<byte> plain)
    {
        var packed = new byte[4 + LZ4Codec.MaximumOutputSize(plain.Length)];
        BinaryPrimitives.WriteInt32BigEndian(packed, plain.Length);
        var length = LZ4Codec.Encode(plain, packed.AsSpan(4));
        return packed[..(4 + length)];
    }

    public static byte[] UnpackV4(ReadOnlySpan<byte> packed) => Unpack(packed[4..], BinaryPrimitives.ReadInt32BigEndian(packed));

    private const ulong PayloadMask = (1 << 17) - 1;

    private static byte[] Unpack(ReadOnlySpan<byte> packed, int plainLength)
    {
        var plain = new byte[plainLength];
        var length = LZ4Codec.Decode(packed, plain);
        return length == plainLength ? plain : throw new InvalidDataException("A client's LZ4 block has another length than it says.");
    }

    private static void WriteHeader(List<byte> wire, ulong header, int bytes)
    {
        for (var index = 0; index < bytes; index++)
            wire.Add((byte)(header >> (8 * index)));
        var checksum = Crc24(header, bytes);
        for (var index = 0; index < 3; index++)
            wire.Add((byte)(checksum >> (8 * index)));
    }

    private static void WritePayload(List<byte> wire, ReadOnlySpan<byte> payload)
    {
        wire.AddRange(payload);
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32Of(payload));
        wire.AddRange(checksum);
    }

    public static int Crc24(ulong header, int bytes)
    {
        var crc = Crc24Start;
        for (var index = 0; index < bytes; index++)
        {
            crc ^= (int)((header >> (8 * index)) & 0xFF) << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if ((crc & 0x1000000) != 0)
                    crc ^= Crc24Polynomial;
            }
        }

        return crc & 0xFFFFFF;
    }

    public static uint Crc32Of(ReadOnlySpan<byte> payload)
    {
        var crc = new Crc32();
        crc.Append(Crc32Prefix);
        crc.Append(payload);
        return crc.GetCurrentHashAsUInt32();
    }
}
