using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Reading;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Reading;

public sealed class Reading_the_log(StoreCluster cluster) : WrittenStoreTest(cluster)
{
    [Fact]
    public async Task Frames_that_run_over_the_border_of_a_segment_are_read_in_order_from_everywhere()
    {
        // Segments of 8: numbers 7 to 9 lie in the first one.
        foreach (var count in new[] { 3, 3, 3, 1, 3, 2, 3, 1 })
            await Store.AppendAsync(("cart-1", count));

        for (var after = 0L; after <= 20; after++)
        {
            Assert.Equal(UpTo(19).Where(number => number > after && number > 0), Numbers(await Store.ReadFeedAsync(after)));
            Assert.Equal(UpTo(19).Where(number => number < after && number > 0).Reverse(), Numbers(await Store.ReadFeedAsync(after, ReadDirection.Backward)));
        }
    }

    [Fact]
    public async Task What_is_written_above_the_marker_is_not_delivered()
    {
        await Store.AppendAsync(("cart-1", 2));
        await Store.WriteAsync(Store.Build(epoch: 1, ("cart-1", 2)));

        Assert.Equal([1, 2], Numbers(await Store.ReadFeedAsync()));
        Assert.Equal([2, 1], Numbers(await Store.ReadFeedAsync(direction: ReadDirection.Backward)));
    }

    [Fact]
    public async Task Frames_of_an_epoch_that_did_not_reign_are_never_seen()
    {
        await Store.AppendAsync(("cart-1", 2));
        var voided = Store.Build(epoch: 1, ("cart-1", 3));
        Store.Reign(2);
        var counted = await Store.AppendAsync(("cart-2", 1));
        await Store.AppendAsync(("cart-2", 2));
        // It lands late, over numbers that the next reign has given out.
        await Store.WriteAsync(voided);

        Assert.Equal([1, 2, 3, 4, 5], Numbers(await Store.ReadFeedAsync()));
        Assert.Equal([5, 4, 3, 2, 1], Numbers(await Store.ReadFeedAsync(direction: ReadDirection.Backward)));
        Assert.Equal(counted.Events[0].Id, (await Store.ReadFeedAsync(after: 2, count: 1)).Events[0].Id);
    }

    [Fact]
    public async Task A_number_that_is_missing_stops_the_reader()
    {
        for (var i = 0; i < 3; i++)
            await Store.AppendAsync(("cart-1", 2));
        await Store.RunAsync("DELETE FROM {ks}.log WHERE line = 'dc1.1' AND shard = 0 AND segment = 0 AND first_seq = 3");

        var stop = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ReadFeedAsync());

        Assert.Contains("number 3", stop.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ReadFeedAsync(direction: ReadDirection.Backward));
        Assert.Equal([5, 6], Numbers(await Store.ReadFeedAsync(after: 4)));
    }

    [Fact]
    public async Task A_frame_that_was_altered_stops_the_reader()
    {
        var frame = await Store.AppendAsync(("cart-1", 2));
        var row = FrameCodec.Encode(frame);
        var bytes = row.Frame.ToArray();
        bytes[^40] ^= 1;
        await Store.WriteAsync(row with { Frame = bytes });

        await Assert.ThrowsAsync<LogDamagedException>(() => Store.ReadFeedAsync());
    }

    [Fact]
    public async Task A_frame_that_does_not_go_on_from_the_one_before_stops_the_reader()
    {
        await Store.AppendAsync(("cart-1", 2));
        var second = await Store.AppendAsync(("cart-1", 2));
        await Store.AppendAsync(("cart-1", 2));
        // Whole in itself, and not what was there.
        await Store.WriteAsync(second with { Events = [.. second.Events.Select(e => e with { Actor = "somebody" })] });

        await Assert.ThrowsAsync<LogDamagedException>(() => Store.ReadFeedAsync());
        await Assert.ThrowsAsync<LogDamagedException>(() => Store.ReadFeedAsync(direction: ReadDirection.Backward));
    }

    [Fact]
    public async Task One_stream_of_the_feed_is_read_from_its_rows_and_then_from_the_log()
    {
        for (var i = 0; i < 4; i++)
            await Store.AppendAsync(("cart-1", 2), ("cart-2", 1));
        var committed = Store.Build(epoch: 1, ("cart-2", 1), ("cart-1", 2));
        await Store.WriteAsync(committed);
        await Store.MarkAsync(committed, indexed: committed.First - 1);
        long[] numbers = [1, 2, 4, 5, 7, 8, 10, 11, 14, 15];

        for (var after = 0L; after <= 16; after++)
        {
            Assert.Equal(numbers.Where(number => number > after), Numbers(await Store.ReadFeedAsync(after, stream: "cart-1")));
            Assert.Equal(numbers.Where(number => number < after).Reverse(), Numbers(await Store.ReadFeedAsync(after, ReadDirection.Backward, stream: "cart-1")));
        }
    }

    [Fact]
    public async Task A_time_becomes_a_position()
    {
        var times = new List<DateTimeOffset>();
        for (var i = 0; i < 6; i++)
        {
            Store.Now = Store.Now.AddMinutes(1);
            times.Add(Store.Now);
            await Store.AppendAsync(("cart-1", 3));
        }

        for (var i = 0; i < times.Count; i++)
        {
            Assert.Equal(i * 3, await PositionAsync(times[i]));
            Assert.Equal((i + 1) * 3, await PositionAsync(times[i].AddTicks(1)));
        }

        async Task<long> PositionAsync(DateTimeOffset instant) =>
            (await Store.Feed.FindPositionAsync(Store.Run(ReadKind.Feed), instant, CancellationToken.None)).ToStore();
    }
}
