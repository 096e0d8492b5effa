using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Rows;

public sealed class Packing_a_frame
{
    private const int Runs = 300;

    [Fact]
    public void Every_frame_comes_back_as_it_was()
    {
        StoredEvents.Frames.Sample(
            frame =>
            {
                var back = FrameCodec.Decode(FrameCodec.Encode(frame));

                Assert.Equal(frame.Events.Select(StoredEvents.Describe), back.Events.Select(StoredEvents.Describe));
                Assert.Equal(frame.Streams, back.Streams);
                Assert.Equal(frame.IdsKept, back.IdsKept);
                Assert.Equal((frame.Line, frame.Shard, frame.Epoch, frame.Previous), (back.Line, back.Shard, back.Epoch, back.Previous));
            },
            iter: Runs);
    }

    [Fact]
    public void Its_events_fit_their_hashes()
    {
        var hasher = new HistoryHasher();
        StoredEvents.Frames.Sample(
            frame => Assert.All(FrameCodec.Decode(FrameCodec.Encode(frame)).Events, e => Assert.Equal(e.Hash, e.ComputeHash(hasher))),
            iter: Runs,
            threads: 1);
    }

    [Fact]
    public void A_bit_that_is_not_as_written_changes_nothing_or_is_found()
    {
        Gen.Select(StoredEvents.Frames, Gen.Int[0, int.MaxValue]).Sample(
            (frame, place) =>
            {
                var row = FrameCodec.Encode(frame);
                var damaged = row.Frame.ToArray();
                damaged[place % damaged.Length] ^= (byte)(1 << (place % 8));

                // A block may say the same in two ways: a repetition copied from an earlier place where it stands too.
                var found = Record.Exception(() => Assert.Equal(
                    frame.Events.Select(StoredEvents.Describe), FrameCodec.Decode(row with { Frame = damaged }).Events.Select(StoredEvents.Describe)));
                Assert.True(found is null or LogDamagedException, $"{found}");
            },
            iter: Runs);
    }

    [Fact]
    public void It_is_bound_to_its_place_and_to_the_frame_before()
    {
        var row = FrameCodec.Encode(StoredEvents.Frames.Single());

        LogRow[] moved =
        [
            row with { Line = "dc1.2" }, row with { Shard = 1 }, row with { First = row.First + 1, Last = row.Last + 1 },
            row with { Last = row.Last + 1 }, row with { Previous = default }, row with { Hash = default },
        ];

        Assert.All(moved, other => Assert.Throws<LogDamagedException>(() => FrameCodec.Decode(other)));
    }

    [Fact]
    public void Data_in_chunks_are_stood_for_by_their_hash()
    {
        var frame = StoredEvents.Frames.Single();
        var hash = HistoryHasher.Seed(StreamId.Parse("chunks"));
        var chunked = frame.Events[0] with
        {
            Data = default,
            Chunks = StoredEvent.ChunksOf(600_000),
            ChunksHash = hash,
            Meta = frame.Events[0].Meta with { ChunkedBytes = 600_000 },
        };

        var back = FrameCodec.Decode(FrameCodec.Encode(frame with { Events = [chunked, .. frame.Events.Skip(1)] })).Events[0];

        Assert.Equal((2, hash, 600_000), (back.Chunks, back.DataHash(), back.DataBytes));
        Assert.Throws<InvalidOperationException>(() => back.ToEvent());
    }
}
