using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Reading;

namespace EventAdmin.Storage.Tests.Cassandra.Reading;

public sealed class Reading_streams_of_rows(StoreCluster cluster) : WrittenStoreTest(cluster)
{
    [Fact]
    public async Task Appends_that_run_over_the_border_of_a_bucket_are_read_in_order_from_everywhere()
    {
        // Buckets of 4: versions 3 to 5 lie in the first, 7 to 8 in the second.
        foreach (var count in new[] { 3, 3, 1, 2, 3, 1 })
            await Store.AppendAsync(("cart-1", count));

        for (var from = 0L; from <= 12; from++)
        {
            Assert.Equal(UpTo(12).Where(version => version >= from), Versions(await Store.ReadAsync("cart-1", from: from)));
            Assert.Equal(
                UpTo(12).Where(version => version <= from).Reverse(), Versions(await Store.ReadAsync("cart-1", from: from, direction: ReadDirection.Backward)));
        }

        Assert.Equal(13, (await Store.ReadAsync("cart-1", count: 1)).Head!.Count);
    }

    [Fact]
    public async Task The_newest_bucket_is_found_with_and_without_a_hint()
    {
        for (var i = 0; i < 30; i++)
            await Store.AppendAsync(("cart-1", 1), ("cart-2", 3));
        await Store.RunAsync("INSERT INTO {ks}.streams (stream_id, newest_bucket) VALUES ('cart-2', 21)");

        Assert.Equal(29, (await Store.ReadAsync("cart-1", count: 1)).Head!.Last.Value);
        Assert.Equal(89, (await Store.ReadAsync("cart-2", count: 1)).Head!.Last.Value);
    }

    [Fact]
    public async Task A_version_that_is_missing_ends_a_page_before_it_and_is_named_by_the_next()
    {
        await Store.AppendAsync(("cart-1", 3));
        await Store.AppendAsync(("cart-1", 3));
        await Store.RunAsync("DELETE FROM {ks}.events WHERE stream_id = 'cart-1' AND bucket = 0 AND version = 4");

        var page = await Store.ReadAsync("cart-1");

        Assert.Equal([0, 1, 2, 3], Versions(page));
        Assert.Equal(4, page.Next!.Value.Value);
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ReadAsync("cart-1", from: 4));
        Assert.Contains("Version 4 of cart-1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_above_the_head_are_not_read()
    {
        await Store.AppendAsync(("cart-1", 2));
        var next = Store.Build(epoch: 1, ("cart-1", 3));
        await Store.InsertAsync(next.Events[0]);

        Assert.Equal([0, 1], Versions(await Store.ReadAsync("cart-1")));
        Assert.Null(await Store.Finder.FindAsync(Store.Run(ReadKind.EventById), next.Events[0].Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_settled_read_lays_over_the_stream_what_is_committed_and_not_in_it_yet()
    {
        await Store.AppendAsync(("cart-1", 2), ("cart-2", 1));
        var committed = Store.Build(epoch: 1, ("cart-1", 2), ("cart-3", 2));
        await Store.WriteAsync(committed);
        await Store.MarkAsync(committed, indexed: committed.First - 1);

        Assert.Equal([0, 1], Versions(await Store.ReadAsync("cart-1")));
        Assert.Null((await Store.ReadAsync("cart-3")).Head);

        Assert.Equal([0, 1, 2, 3], Versions(await Store.ReadAsync("cart-1", level: "LOCAL_SERIAL")));
        Assert.Equal([2, 1], Versions(await Store.ReadAsync("cart-1", from: 2, count: 2, direction: ReadDirection.Backward, level: "LOCAL_SERIAL")));
        Assert.Equal([0, 1], Versions(await Store.ReadAsync("cart-3", level: "LOCAL_SERIAL")));
        Assert.Equal(committed.Last, (await Store.Streams.FindHeadAsync(Store.Run(ReadKind.Stream, "LOCAL_SERIAL"), Id("cart-3"), CancellationToken.None))!.LastPosition.ToStore());
    }

    [Fact]
    public async Task Of_siblings_the_one_of_the_higher_epoch_that_fits_is_the_event()
    {
        var frame = await Store.AppendAsync(("cart-1", 2));
        var other = frame.Events[1] with { Epoch = 0, Id = EventId.FromName("other", "event") };
        await Store.InsertAsync(other);
        // A higher one that does not fit its hash is none.
        await Store.InsertAsync(frame.Events[1] with { Epoch = 5, Id = EventId.FromName("third", "event") });

        Assert.Equal(frame.Events.Select(e => e.Id), (await Store.ReadAsync("cart-1")).Events.Select(e => e.Id));
    }

    [Theory]
    [InlineData("data = 0x7b7d")]
    [InlineData("actor = 'nobody'")]
    [InlineData("type = 'Other'")]
    [InlineData("prev_hash = 0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("meta = 0x09")]
    public async Task An_event_that_was_altered_is_found_and_never_shown(string alteration)
    {
        var frame = await Store.AppendAsync(("cart-1", 3));
        await Store.RunAsync($"UPDATE {{ks}}.events SET {alteration} WHERE stream_id = 'cart-1' AND bucket = 0 AND version = 1 AND epoch = 1");

        Assert.Equal([0], Versions(await Store.ReadAsync("cart-1")));
        var damage = await Assert.ThrowsAsync<EventDamagedException>(() => Store.ReadAsync("cart-1", from: 1));
        var marked = await Store.ReadAsync("cart-1", marks: true);

        Assert.Equal((Id("cart-1"), 1), (damage.Stream, damage.Version.Value));
        Assert.Equal([false, true, false], marked.Events.Select(e => e.Damage is not null));
        Assert.DoesNotContain(frame.Events[1].Id, marked.Events.Select(e => e.Id));
    }

    [Fact]
    public async Task An_event_is_found_by_its_id()
    {
        await Store.AppendAsync(("cart-1", 3));
        var frame = await Store.AppendAsync(("cart-2", 3));

        var found = await Store.Finder.FindAsync(Store.Run(ReadKind.EventById), frame.Events[1].Id, CancellationToken.None);

        Assert.Equal((Id("cart-2"), 1, 5), (found!.Stream, found.Version.Value, found.Position.ToStore()));
        Assert.Null(await Store.Finder.FindAsync(Store.Run(ReadKind.EventById), EventId.FromName("no", "event"), CancellationToken.None));
    }
}
