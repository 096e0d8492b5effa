using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Framing;

public sealed class Refusing_what_is_no_answer
{
    private static readonly byte[] Small = Answers.Envelope(CqlProtocolVersion.V5, 1, [1, 2, 3]);
    private static readonly byte[] Large = Answers.Envelope(CqlProtocolVersion.V5, 2, new byte[200_000]);

    public static TheoryData<string, byte[]> Wires => new()
    {
        { "a request", Segment([0x05, .. Small[1..]], isSelfContained: true) },
        { "another version", Segment([0x84, .. Small[1..]], isSelfContained: true) },
        { "a negative length", Segment([.. Small[..5], 0xFF, .. Small[6..]], isSelfContained: true) },
        { "a compressed body inside a segment", Segment([Small[0], 0x01, .. Small[2..]], isSelfContained: true) },
        { "an envelope that is longer than its self-contained segment", Segment(Small[..^1], isSelfContained: true) },
        { "a self-contained segment that ends inside a header", Segment(Small[..5], isSelfContained: true) },
        { "a large envelope whose first segment is shorter than a header", Segment(Large[..5], isSelfContained: false) },
        { "a large envelope's last segment with more in it", Segment([.. Small, 0], isSelfContained: false) },
        { "a self-contained segment inside a large envelope", [.. Segment(Large[..100_000], isSelfContained: false), .. Segment(Small, isSelfContained: true)] },
    };

    [Theory]
    [MemberData(nameof(Wires))]
    public void The_connection_ends_with(string what, byte[] wire)
    {
        using var decoder = Answers.Decoder(FrameFormat.Segments);

        var refusal = Record.Exception(() => Answers.Decode(decoder, wire));

        Assert.True(refusal is CqlProtocolException, what);
    }

    [Fact]
    public void The_connection_ends_with_a_block_that_gives_less_than_it_announced()
    {
        var wire = Answers.Wire(FrameFormat.SegmentsLz4, [Answers.Body(5_000, 1, isRepetitive: true)]);
        var header = SegmentHeader.Read(wire.AsSpan(0, 8), isCompressed: true);
        (header with { PlainLength = header.PlainLength + 1 }).Write(wire, isCompressed: true);
        using var decoder = Answers.Decoder(FrameFormat.SegmentsLz4);

        Assert.Throws<CqlProtocolException>(() => Answers.Decode(decoder, wire));
    }

    [Fact]
    public void A_compressed_body_that_announces_more_than_its_block_can_hold_is_refused()
    {
        byte[] body = [0x0F, 0xFF, 0xFF, 0xFF, .. new byte[100]];
        var wire = Answers.Envelope(CqlProtocolVersion.V4, 1, body);
        wire[1] = (byte)FrameFlags.Compressed;
        using var decoder = Answers.Decoder(FrameFormat.PlainLz4);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CqlProtocolException>(() => Answers.Decode(decoder, wire));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    private static byte[] Segment(byte[] payload, bool isSelfContained)
    {
        const int headerSize = 6;
        var segment = new byte[headerSize + payload.Length + SegmentHeader.TrailerSize];
        new SegmentHeader(payload.Length, 0, isSelfContained).Write(segment, isCompressed: false);
        payload.CopyTo(segment.AsSpan(headerSize));
        BitConverter.GetBytes(new SegmentCrc32().Of(payload)).CopyTo(segment.AsSpan(headerSize + payload.Length));
        return segment;
    }
}
