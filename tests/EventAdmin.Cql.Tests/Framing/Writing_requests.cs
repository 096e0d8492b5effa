using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Framing;

public sealed class Writing_requests
{
    [Fact]
    public void Envelopes_share_a_segment_until_one_does_not_fit()
    {
        using var encoder = new FrameEncoder(FrameFormat.Segments);
        const int count = 1_000;
        const int length = 300;
        for (var index = 0; index < count; index++)
        {
            encoder.Begin(length).Fill((byte)index);
            encoder.Commit();
        }

        var wire = encoder.Seal();

        var perSegment = SegmentHeader.PayloadLengthMax / length;
        var segments = (count + perSegment - 1) / perSegment;
        Assert.Equal((count * length) + (segments * (6 + 4)), wire.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_begun_and_cancelled_leaves_no_trace(bool hasEarlier)
    {
        using var encoder = new FrameEncoder(FrameFormat.Segments);
        using var untouched = new FrameEncoder(FrameFormat.Segments);
        if (hasEarlier)
        {
            encoder.Append([1, 2, 3]);
            untouched.Append([1, 2, 3]);
        }

        encoder.Begin(100).Fill(0xEE);
        encoder.Cancel();

        Assert.Equal(untouched.Seal().ToArray(), encoder.Seal().ToArray());
    }

    [Fact]
    public void A_buffer_is_used_again_after_it_was_sent()
    {
        using var encoder = new FrameEncoder(FrameFormat.Segments);
        encoder.Append(new byte[1_000_000]);
        encoder.Seal();
        encoder.Clear();

        encoder.Append([7]);

        Assert.Equal(6 + 1 + 4, encoder.Seal().Length);
        Assert.True(encoder.Seal().Span[6] == 7);
    }

    [Fact]
    public void An_envelope_that_is_too_large_for_one_segment_is_not_begun()
    {
        using var encoder = new FrameEncoder(FrameFormat.Segments);

        Assert.Throws<CqlEncodeException>(() => { encoder.Begin(SegmentHeader.PayloadLengthMax + 1); });
        Assert.True(encoder.IsEmpty);
    }

    [Fact]
    public void Writing_allocates_nothing_once_the_buffer_has_its_size()
    {
        using var encoder = new FrameEncoder(FrameFormat.Segments);
        Round(encoder);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++)
            Round(encoder);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Round(FrameEncoder encoder)
    {
        encoder.Clear();
        for (var index = 0; index < 50; index++)
        {
            encoder.Begin(450).Fill(1);
            encoder.Commit();
        }

        encoder.Seal();
    }
}
