using System.Globalization;
using System.Text.Json;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

using K4os.Compression.LZ4;

namespace EventAdmin.Cql.Tests.Vectors;

public sealed class Segments_of_the_vectors
{
    public static TheoryData<int, string> HeaderChecksums => VectorFile.Rows("v5_segments/crc24_koopman");

    public static TheoryData<int, string> PayloadChecksums => VectorFile.Rows("v5_segments/crc32_seeded");

    public static TheoryData<int, string> Segments => VectorFile.Rows("v5_segments/segments");

    public static TheoryData<int, string> Corrupt => VectorFile.Rows("v5_segments/corrupt");

    public static TheoryData<int, string> Bodies => VectorFile.Rows("lz4");

    [Theory]
    [MemberData(nameof(HeaderChecksums))]
    public void The_checksum_of_a_header(int index, string label)
    {
        var entry = VectorFile.Entry("v5_segments/crc24_koopman", index);
        var bits = ulong.Parse(entry.Text("data"), CultureInfo.InvariantCulture);
        var bytes = BitConverter.GetBytes(bits)[..entry.GetProperty("bytes").GetInt32()];

        Assert.True(entry.GetProperty("crc24").GetUInt32() == Crc24.Of(bytes), label);
    }

    [Theory]
    [MemberData(nameof(PayloadChecksums))]
    public void The_checksum_of_a_payload(int index, string label)
    {
        var entry = VectorFile.Entry("v5_segments/crc32_seeded", index);

        Assert.True(entry.GetProperty("crc32").GetUInt32() == new SegmentCrc32().Of(entry.Bytes("hex")), label);
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_segment_is_written_as_given(int index, string label)
    {
        var entry = VectorFile.Entry("v5_segments/segments", index);
        var isCompressed = entry.GetProperty("compressed").GetBoolean();
        var payload = PayloadOf(entry);
        var sent = entry.TextOrNull("segment") is { } whole ? Convert.FromHexString(whole)[SegmentHeader.SizeOf(isCompressed)..^4] : payload;
        var plainLength = isCompressed && !sent.AsSpan().SequenceEqual(payload) ? payload.Length : 0;
        var header = new byte[SegmentHeader.SizeOf(isCompressed)];

        new SegmentHeader(sent.Length, plainLength, entry.GetProperty("self_contained").GetBoolean()).Write(header, isCompressed);

        Assert.Equal((label, entry.Text("header")), (label, Convert.ToHexStringLower(header)));
        Assert.Equal(entry.Text("trailer"), Convert.ToHexStringLower(BitConverter.GetBytes(new SegmentCrc32().Of(sent))));
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void A_segment_is_read_as_given(int index, string label)
    {
        var entry = VectorFile.Entry("v5_segments/segments", index);
        var isCompressed = entry.GetProperty("compressed").GetBoolean();
        var headerBytes = entry.Bytes("header");

        var header = SegmentHeader.Read(headerBytes, isCompressed);

        Assert.Equal((label, entry.GetProperty("self_contained").GetBoolean()), (label, header.IsSelfContained));
        if (entry.TextOrNull("segment") is not { } whole) return;
        var sent = Convert.FromHexString(whole).AsSpan(headerBytes.Length, header.PayloadLength);
        var payload = sent.ToArray();
        if (header.PlainLength > 0)
        {
            payload = new byte[header.PlainLength];
            Lz4.Decode(sent, payload);
        }

        Assert.Equal(Convert.ToHexStringLower(PayloadOf(entry)), Convert.ToHexStringLower(payload));
    }

    [Theory]
    [MemberData(nameof(Corrupt))]
    public void A_corrupt_segment_is_refused(int index, string label)
    {
        var segment = VectorFile.Entry("v5_segments/corrupt", index).Bytes("segment");
        using var decoder = new FrameDecoder();
        decoder.Use(FrameFormat.Segments, CqlProtocolVersion.V5);
        segment.CopyTo(decoder.GetMemory());
        decoder.Advance(segment.Length);

        var refusal = Assert.Throws<CqlProtocolException>(() => decoder.TryRead(out _, out _));

        Assert.Contains("checksum", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(label);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_compressed_body_of_version_4_is_read_and_written(int index, string label)
    {
        var entry = VectorFile.Entry("lz4", index);
        var body = entry.Bytes("v4_compressed_body");
        var expected = entry.Bytes("plain");
        var plain = new byte[Lz4.PlainLengthOf(body, lengthMax: 1 << 20)];

        Lz4.DecodeBody(body, plain);

        Assert.Equal((label, Convert.ToHexStringLower(expected)), (label, Convert.ToHexStringLower(plain)));
        var block = new byte[Lz4.BlockLengthMax(expected.Length)];
        var again = new byte[expected.Length];
        Lz4.Decode(block.AsSpan(0, LZ4Codec.Encode(expected, block)), again);
        Assert.Equal(expected, again);
    }

    private static byte[] PayloadOf(JsonElement entry)
    {
        if (entry.TextOrNull("payload") is { } payload) return Convert.FromHexString(payload);
        Assert.Equal("byte i = i mod 251, length 131071", entry.Text("payload_rule"));
        return [.. Enumerable.Range(0, 131071).Select(static index => (byte)(index % 251))];
    }
}
