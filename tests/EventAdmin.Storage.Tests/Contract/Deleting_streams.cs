using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Deleting_streams<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task A_deleted_stream_is_no_longer_read_or_listed()
    {
        var deletedEvent = Events.Next() with { Metadata = new EventMetadata { CorrelationId = "c-1", CausationId = "k-1" } };
        var appended = await AppendedAsync("cart-1", deletedEvent);
        await AppendedAsync("cart-2", Events.Next());

        var deleted = await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        Assert.Equal(1, deleted);
        Assert.Null(await FindHeadAsync("cart-1"));
        Assert.Empty(await ReadStreamAsync("cart-1"));
        Assert.Null(await FindEventAsync(deletedEvent.Id));
        Assert.Equal(["cart-2"], await ListAsync(new StreamListRead { CountMax = 5 }));
        Assert.Equal(["cart-2"], await ListAsync(new StreamListRead { CountMax = 5, ByChange = true }));
        Assert.Empty(await LookUpAsync(new EventLookup { CorrelationId = "c-1", CountMax = 5 }));
        Assert.Empty(await LookUpAsync(new EventLookup { CausationId = "k-1", CountMax = 5 }));
        Assert.Empty(await LookUpAsync(new EventLookup { Append = appended.Append, CountMax = 5 }));
        Assert.Single(await LookUpAsync(new EventLookup { Type = "Noted", CountMax = 5 }));
    }

    [Fact]
    public async Task The_feed_leaves_it_out_and_keeps_every_position()
    {
        await AppendedAsync("cart-1", Events.Next());
        await AppendedAsync("cart-2", Events.Next());
        await AppendedAsync("cart-1", Events.Next());
        var head = await Store.FindFeedHeadAsync(Stop);

        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);
        await AppendedAsync("cart-3", Events.Next());

        Assert.True(await Store.FindFeedHeadAsync(Stop) > head);
        Assert.Equal([2, 4], (await ReadFeedAsync(pageSize: 1)).Select(e => e.Position.ToStore()));
        Assert.Equal([4, 2], (await ReadFeedAsync(direction: ReadDirection.Backward, pageSize: 1)).Select(e => e.Position.ToStore()));
        Assert.Empty(await ReadFeedAsync(new FeedFilter { Stream = Id("cart-1") }));
    }

    [Fact]
    public async Task A_feed_of_which_nothing_is_left_still_has_its_head()
    {
        await AppendedAsync("cart-1", Events.Take(3));
        var head = await Store.FindFeedHeadAsync(Stop);

        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        Assert.Equal(head, await Store.FindFeedHeadAsync(Stop));
        Assert.Empty(await ReadFeedAsync(pageSize: 1));
        Assert.Empty(await ReadFeedAsync(direction: ReadDirection.Backward, pageSize: 1));
    }

    [Fact]
    public async Task A_later_append_goes_on_with_the_next_version()
    {
        await AppendedAsync("cart-1", Events.Take(3));
        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        var outcome = await AppendAsync("cart-1", ExpectedVersion.NoStream, Events.Take(2));

        Assert.Equal([new AppendedStream(Id("cart-1"), V(3), V(4))], Assert.IsType<AppendOutcome.Appended>(outcome).Streams);
        Assert.Equal([3, 4], VersionsOf(await ReadStreamAsync("cart-1", pageSize: 1)));
        Assert.Equal([4, 3], VersionsOf(await ReadStreamAsync("cart-1", ReadDirection.Backward, pageSize: 1)));
        Assert.Equal([3, 4], VersionsOf(await ReadStreamAsync("cart-1", from: V(1))));
        Assert.Empty(await ReadStreamAsync("cart-1", ReadDirection.Backward, V(2)));
        var head = await FindHeadAsync("cart-1");
        Assert.Equal((V(3), V(4), 2), (head!.First, head.Last, head.Count));
    }

    [Fact]
    public async Task Expectations_meet_a_stream_without_events()
    {
        await AppendedAsync("cart-1", Events.Take(3));
        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        Assert.Equal(
            new AppendOutcome.Conflict(Id("cart-1"), Exactly(2), Actual: null), await AppendAsync("cart-1", Exactly(2), Events.Next()));
        Assert.IsType<AppendOutcome.Conflict>(await AppendAsync("cart-1", ExpectedVersion.StreamExists, Events.Next()));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", ExpectedVersion.Any, Events.Next()));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync("cart-1", Exactly(3), Events.Next()));
    }

    [Fact]
    public async Task Counts_no_longer_hold_it()
    {
        await AppendedAsync("cart-1", Events.Take(3));
        await AppendedAsync("cart-2", Events.Take(2));
        await AppendedAsync("order-1", Events.Next());

        await Store.DeleteStreamsAsync([Id("cart-1"), Id("order-1")], Stop);

        var category = Assert.Single((await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value);
        Assert.Equal(("cart", 1, 2), (category.Name, category.Streams, category.Events));

        await AppendedAsync("cart-1", Events.Next());

        category = Assert.Single((await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value);
        Assert.Equal((2, 3), (category.Streams, category.Events));
    }

    [Fact]
    public async Task Types_stay_counted_for_they_were_stored()
    {
        await AppendedAsync("cart-1", Events.Take(3, "Added"));

        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        Assert.Equal([new TypeCount("Added", 3)], (await Store.ListTypesAsync(Stop)).Value);
    }

    [Fact]
    public async Task Only_streams_with_events_are_counted_and_each_once()
    {
        await AppendedAsync("cart-1", Events.Next());
        await AppendedAsync("cart-2", Events.Next());

        Assert.Equal(2, await Store.DeleteStreamsAsync([Id("cart-1"), Id("cart-2"), Id("cart-3"), Id("cart-1")], Stop));
        Assert.Equal(0, await Store.DeleteStreamsAsync([Id("cart-1")], Stop));
        Assert.Equal(0, await Store.DeleteStreamsAsync([], Stop));
    }

    [Fact]
    public async Task Its_snapshots_go_with_it()
    {
        var kept = new Snapshot
        {
            Stream = Id("cart-2"),
            Reducer = "merge@1",
            Version = V(0),
            EventId = EventId.FromName("any", "id"),
            State = "{}"u8.ToArray(),
            StateHash = new byte[32],
            TakenAt = Clock.GetUtcNow(),
        };
        await AppendedAsync("cart-1", Events.Next());
        await Store.SaveSnapshotAsync(kept, Stop);
        await Store.SaveSnapshotAsync(kept with { Stream = Id("cart-1") }, Stop);

        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        Assert.Null(await Store.FindSnapshotAsync(Id("cart-1"), "merge@1", Stop));
        Assert.NotNull(await Store.FindSnapshotAsync(Id("cart-2"), "merge@1", Stop));
    }

    private async Task<IEnumerable<string>> ListAsync(StreamListRead read) =>
        (await Store.ListStreamsAsync(read, ReadOptions.Default, Stop)).Value.Streams.Select(head => head.Stream.Value);
}
