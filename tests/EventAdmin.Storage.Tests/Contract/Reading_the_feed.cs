using System.Collections.Immutable;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Reading_the_feed<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task An_empty_feed_ends_at_its_start()
    {
        var page = (await Store.ReadFeedAsync(new FeedRead { CountMax = 10 }, ReadOptions.Default, Stop)).Value;

        Assert.Empty(page.Events);
        Assert.True(page.IsEnd);
        Assert.Equal(FeedPosition.Start, page.Next);
        Assert.Equal(FeedPosition.Start, await Store.FindFeedHeadAsync(Stop));
    }

    [Fact]
    public async Task Positions_are_dense_and_rise_in_the_order_of_commits()
    {
        await FillAsync();

        var feed = await ReadFeedAsync();

        Assert.Equal(Enumerable.Range(1, feed.Count).Select(n => (long)n), feed.Select(e => e.Position.ToStore()));
        foreach (var stream in feed.GroupBy(e => e.Stream))
            Assert.Equal(Enumerable.Range(0, stream.Count()).Select(n => (long)n), VersionsOf(stream));
    }

    [Fact]
    public async Task A_refused_append_leaves_no_hole()
    {
        await AppendedAsync("cart-1", Events.Next());
        await AppendAsync("cart-1", ExpectedVersion.NoStream, Events.Take(3));
        await AppendAsync("cart-1", ExpectedVersion.Any, Events.NextWithData("{"));
        await AppendedAsync("cart-1", Events.Next());

        Assert.Equal([1, 2], (await ReadFeedAsync()).Select(e => e.Position.ToStore()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(100)]
    public async Task Pages_of_any_size_add_up_to_the_feed(int pageSize)
    {
        await FillAsync();
        var whole = IdsOf(await ReadFeedAsync());

        Assert.Equal(20, whole.Length);
        Assert.Equal(whole, IdsOf(await ReadFeedAsync(pageSize: pageSize)));
        Assert.Equal(whole.Reverse(), IdsOf(await ReadFeedAsync(direction: ReadDirection.Backward, pageSize: pageSize)));
    }

    [Fact]
    public async Task A_read_goes_on_beyond_the_position_given()
    {
        await FillAsync();
        var feed = await ReadFeedAsync();

        foreach (var (e, index) in feed.Select((e, index) => (e, index)))
        {
            Assert.Equal(IdsOf(feed.Skip(index + 1)), IdsOf(await ReadFeedAsync(after: e.Position, pageSize: 7)));
            Assert.Equal(IdsOf(feed.Take(index).Reverse()), IdsOf(await ReadFeedAsync(direction: ReadDirection.Backward, after: e.Position, pageSize: 7)));
        }
    }

    [Fact]
    public async Task A_reader_that_goes_on_from_where_it_was_misses_nothing()
    {
        var filter = new FeedFilter { Category = "cart" };
        var seen = new List<EventId>();
        var sent = new List<EventId>();
        var next = FeedPosition.Start;
        for (var round = 0; round < 5; round++)
        {
            var events = Events.Take(2);
            await AppendedAsync("cart-1", events);
            await AppendedAsync("order-1", Events.Take(3));
            sent.AddRange(IdsOf(events));

            FeedPage page;
            do
            {
                page = (await Store.ReadFeedAsync(new FeedRead { After = next, CountMax = 3, Filter = filter }, ReadOptions.Default, Stop)).Value;
                seen.AddRange(IdsOf(page.Events));
                next = page.Next;
            }
            while (!page.IsEnd);
        }

        Assert.Equal(sent, seen);
    }

    [Fact]
    public async Task A_filter_by_stream_lets_only_that_stream_through()
    {
        await FillAsync();

        var events = await ReadFeedAsync(new FeedFilter { Stream = Id("cart-1") }, pageSize: 2);

        Assert.Equal(IdsOf(await ReadStreamAsync("cart-1")), IdsOf(events));
    }

    [Fact]
    public async Task A_filter_by_a_stream_of_the_system_needs_no_further_leave()
    {
        await FillAsync();

        Assert.Equal(4, (await ReadFeedAsync(new FeedFilter { Stream = Id("$ops-1") })).Count);
    }

    [Fact]
    public async Task A_filter_by_category_lets_only_that_category_through()
    {
        await FillAsync();
        await AppendedAsync("cartoon-1", Events.Next());
        await AppendedAsync("cart", Events.Next());

        var events = await ReadFeedAsync(new FeedFilter { Category = "cart" }, pageSize: 3);

        Assert.Equal(12 + 1, events.Count);
        Assert.All(events, e => Assert.Equal("cart", e.Stream.Category));
    }

    [Theory]
    [InlineData(ReadDirection.Forward)]
    [InlineData(ReadDirection.Backward)]
    public async Task A_filter_by_types_lets_only_these_types_through(ReadDirection direction)
    {
        await FillAsync();

        var events = await ReadFeedAsync(FilterBy("Added", "Closed"), direction, pageSize: 3);

        Assert.Equal(8, events.Count);
        Assert.All(events, e => Assert.Contains(e.Type, (string[])["Added", "Closed"]));
        Assert.Equal(direction == ReadDirection.Forward ? events.OrderBy(e => e.Position) : events.OrderByDescending(e => e.Position), events);
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        await FillAsync();

        var events = await ReadFeedAsync(FilterBy("Added") with { Category = "cart", Stream = Id("cart-2") });

        Assert.Equal(4, events.Count);
        Assert.Empty(await ReadFeedAsync(FilterBy("Added") with { Category = "order", Stream = Id("cart-2") }));
        Assert.Empty(await ReadFeedAsync(FilterBy("Never")));
    }

    [Fact]
    public async Task The_system_is_left_out_unless_asked_for()
    {
        await FillAsync();

        Assert.Equal(16, (await ReadFeedAsync(FeedFilter.None)).Count);
        Assert.DoesNotContain(await ReadFeedAsync(FeedFilter.None, ReadDirection.Backward), e => e.Stream.IsSystem);
        Assert.Equal(20, (await ReadFeedAsync(FeedFilter.None with { IncludeSystem = true })).Count);
    }

    [Fact]
    public async Task A_page_size_outside_what_the_store_offers_is_an_error()
    {
        foreach (var countMax in new[] { 0, Store.Capabilities.PageMax + 1 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => Store.ReadFeedAsync(new FeedRead { CountMax = countMax }, ReadOptions.Default, Stop));
        }
    }

    private static FeedFilter FilterBy(params string[] types) => new() { Types = types.ToImmutableHashSet() };

    /// <summary>Twenty events: cart-1 two a round, cart-2 one, order-1 one, $ops-1 one.</summary>
    private async Task FillAsync()
    {
        for (var round = 0; round < 4; round++)
        {
            await AppendedAsync("cart-1", Events.Next("Opened"), Events.Next("Changed"));
            await AppendedAsync("$ops-1", Events.Next("Watched"));
            await AppendAsync(
                To("cart-2", ExpectedVersion.Any, Events.Next("Added")),
                To("order-1", ExpectedVersion.Any, Events.Next("Closed")));
        }
    }
}
