using System.Buffers.Binary;

using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Framing;

public sealed class Reading_answers
{
    public static TheoryData<int> Formats => [.. Enum.GetValues<FrameFormat>().Select(static format => (int)format)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Cut_at_every_byte_they_come_out_the_same(int formatNumber)
    {
        var format = (FrameFormat)formatNumber;
        byte[][] bodies = [Answers.Body(0, 0, isRepetitive: false), Answers.Body(700, 1, isRepetitive: true), Answers.Body(600, 2, isRepetitive: false)];
        var wire = Answers.Wire(format, bodies);

        for (var cut = 0; cut <= wire.Length; cut++)
        {
            using var decoder = Answers.Decoder(format);
            Assert.Equal(Answers.Expected(bodies), Answers.Decode(decoder, wire, cut));
            Assert.False(decoder.IsInside);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Byte_by_byte_they_come_out_the_same(int formatNumber)
    {
        var format = (FrameFormat)formatNumber;
        byte[][] bodies = [Answers.Body(900, 3, isRepetitive: true), Answers.Body(40, 4, isRepetitive: false)];
        var wire = Answers.Wire(format, bodies);
        using var decoder = Answers.Decoder(format);

        Assert.Equal(Answers.Expected(bodies), Answers.Decode(decoder, wire, Enumerable.Range(0, wire.Length)));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Many_share_what_one_segment_holds(int formatNumber)
    {
        var format = (FrameFormat)formatNumber;
        byte[][] bodies = [.. Enumerable.Range(0, 2_000).Select(static seed => Answers.Body(150, seed, isRepetitive: seed % 2 == 0))];
        var wire = Answers.Wire(format, bodies);
        using var decoder = Answers.Decoder(format);

        Assert.Equal(Answers.Expected(bodies), Answers.Decode(decoder, wire));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void One_may_go_over_many_segments(int formatNumber)
    {
        var format = (FrameFormat)formatNumber;
        byte[][] bodies =
        [
            Answers.Body(10, 5, isRepetitive: false), Answers.Body(1_000_000, 6, isRepetitive: false), Answers.Body(500_000, 7, isRepetitive: true),
            Answers.Body(SegmentHeader.PayloadLengthMax - FrameHeader.Size, 8, isRepetitive: false),
            Answers.Body(SegmentHeader.PayloadLengthMax - FrameHeader.Size + 1, 9, isRepetitive: false), Answers.Body(10, 10, isRepetitive: false),
        ];
        var wire = Answers.Wire(format, bodies);

        foreach (var step in (int[])[wire.Length, 1_000, 65_536, 131_071])
        {
            using var decoder = Answers.Decoder(format);
            var cuts = Enumerable.Range(1, wire.Length / step).Select(part => part * step);
            Assert.Equal(Answers.Expected(bodies), Answers.Decode(decoder, wire, cuts));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void One_that_is_over_the_limit_is_refused_before_anything_is_allocated_for_it(int formatNumber)
    {
        var format = (FrameFormat)formatNumber;
        var envelope = Answers.Envelope(Answers.VersionOf(format), 1, Answers.Body(1_000, 1, isRepetitive: false));
        BinaryPrimitives.WriteInt32BigEndian(envelope.AsSpan(5), FrameFormats.AnswerBytesMax + 1);
        using var encoder = new FrameEncoder(format == FrameFormat.PlainLz4 ? FrameFormat.Plain : format);
        encoder.Append(envelope);
        using var decoder = Answers.Decoder(format);

        var refusal = Assert.Throws<CqlProtocolException>(() => Answers.Decode(decoder, encoder.Seal()));

        Assert.Contains("limit", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_is_handed_to_its_owner_whether_it_lay_among_others_or_alone()
    {
        byte[][] bodies = [Answers.Body(100, 1, isRepetitive: false), Answers.Body(300_000, 2, isRepetitive: false)];
        var wire = Answers.Wire(FrameFormat.Segments, bodies);
        using var decoder = Answers.Decoder(FrameFormat.Segments);
        var taken = new List<PooledBody>();

        for (var rest = wire.AsMemory(); !rest.IsEmpty;)
        {
            var room = decoder.GetMemory();
            var count = Math.Min(room.Length, rest.Length);
            rest[..count].CopyTo(room);
            rest = rest[count..];
            decoder.Advance(count);
            while (decoder.TryRead(out _, out _))
                taken.Add(decoder.TakeBody());
        }

        Assert.Equal(bodies.Select(Convert.ToHexStringLower), taken.Select(static body => Convert.ToHexStringLower(body.Span)));
        taken.ForEach(static body => body.Return());
    }

    [Fact]
    public void What_follows_READY_is_read_in_the_new_format()
    {
        var ready = new byte[FrameHeader.Size];
        FrameHeader.Response(CqlProtocolVersion.V5, FrameFlags.None, 0, Opcode.Ready, 0).Write(ready);
        byte[] wire = [.. ready, .. Answers.Wire(FrameFormat.Segments, [[1, 2, 3]])];
        using var decoder = new FrameDecoder();
        wire.CopyTo(decoder.GetMemory());
        decoder.Advance(wire.Length);

        Assert.True(decoder.TryRead(out var first, out _));
        decoder.Use(FrameFormat.Segments, CqlProtocolVersion.V5);
        Assert.True(decoder.TryRead(out var second, out var body));

        Assert.Equal((Opcode.Ready, Opcode.Result), (first.Opcode, second.Opcode));
        Assert.Equal("010203", Convert.ToHexStringLower(body));
    }

    [Fact]
    public void Before_the_version_is_pinned_a_refusal_in_another_version_is_read()
    {
        var envelope = new byte[FrameHeader.Size];
        new FrameHeader(0x83, FrameFlags.None, 0, Opcode.Error, 0).Write(envelope);
        using var decoder = new FrameDecoder();
        envelope.CopyTo(decoder.GetMemory());
        decoder.Advance(envelope.Length);

        Assert.True(decoder.TryRead(out var header, out _));

        Assert.Equal(3, header.Version);
    }
}
