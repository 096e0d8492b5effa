using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Appending_to_several_streams<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task All_of_them_are_stored()
    {
        await AppendedAsync("order-1", Events.Next());

        var outcome = await AppendAsync(
            To("cart-1", ExpectedVersion.NoStream, Events.Take(2)),
            To("order-1", Exactly(0), Events.Take(3)));

        var appended = Assert.IsType<AppendOutcome.Appended>(outcome);
        Assert.Equal([new AppendedStream(Id("cart-1"), V(0), V(1)), new AppendedStream(Id("order-1"), V(1), V(3))], appended.Streams);
        Assert.Equal([0, 1], VersionsOf(await ReadStreamAsync("cart-1")));
        Assert.Equal([0, 1, 2, 3], VersionsOf(await ReadStreamAsync("order-1")));
    }

    [Fact]
    public async Task None_is_stored_when_the_last_is_not_as_expected()
    {
        await AppendedAsync("order-1", Events.Take(2));
        var before = await Store.FindFeedHeadAsync(Stop);

        var outcome = await AppendAsync(
            To("cart-1", ExpectedVersion.NoStream, Events.Take(2)),
            To("order-1", Exactly(0), Events.Next()));

        Assert.Equal(new AppendOutcome.Conflict(Id("order-1"), Exactly(0), V(1)), outcome);
        Assert.Null(await FindHeadAsync("cart-1"));
        Assert.Equal(before, await Store.FindFeedHeadAsync(Stop));
    }

    [Fact]
    public async Task The_first_stream_that_is_not_as_expected_is_named()
    {
        await AppendedAsync("a-1", Events.Next());
        await AppendedAsync("b-1", Events.Next());

        var outcome = await AppendAsync(
            To("c-1", ExpectedVersion.Any, Events.Next()),
            To("b-1", ExpectedVersion.NoStream, Events.Next()),
            To("a-1", ExpectedVersion.NoStream, Events.Next()));

        Assert.Equal(Id("b-1"), Assert.IsType<AppendOutcome.Conflict>(outcome).Stream);
    }

    [Fact]
    public async Task The_events_stand_in_the_feed_in_the_order_of_the_request()
    {
        var toB = Events.Take(2);
        var toA = Events.Take(2);

        var outcome = await AppendAsync(To("b-1", ExpectedVersion.Any, toB), To("a-1", ExpectedVersion.Any, toA));

        var feed = await ReadFeedAsync();
        Assert.Equal(IdsOf(toB.Concat(toA)), IdsOf(feed));
        Assert.Equal(feed[^1].Position, Assert.IsType<AppendOutcome.Appended>(outcome).Position);
        Assert.Single(feed.Select(e => e.Append).Distinct());
    }

    [Fact]
    public async Task A_stream_without_events_is_a_condition_that_holds()
    {
        await AppendedAsync("customer-1", Events.Take(2));

        var outcome = await AppendAsync(
            To("customer-1", Exactly(1)),
            To("cart-1", ExpectedVersion.NoStream, Events.Next()),
            To("block-1", ExpectedVersion.NoStream));

        var appended = Assert.IsType<AppendOutcome.Appended>(outcome);
        Assert.Equal([new AppendedStream(Id("cart-1"), V(0), V(0))], appended.Streams);
        Assert.Equal(V(1), (await FindHeadAsync("customer-1"))?.Last);
        Assert.Null(await FindHeadAsync("block-1"));
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_refuses_the_append()
    {
        await AppendedAsync("customer-1", Events.Take(2));

        var outcome = await AppendAsync(
            To("cart-1", ExpectedVersion.NoStream, Events.Next()),
            To("customer-1", Exactly(0)));

        Assert.Equal(new AppendOutcome.Conflict(Id("customer-1"), Exactly(0), V(1)), outcome);
        Assert.Null(await FindHeadAsync("cart-1"));
    }

    [Fact]
    public async Task A_condition_leaves_no_trace_in_the_catalogue()
    {
        await AppendAsync(To("cart-1", ExpectedVersion.Any, Events.Next()), To("ghost-1", ExpectedVersion.NoStream), To("ghost-2", ExpectedVersion.Any));

        var list = (await Store.ListStreamsAsync(new StreamListRead { CountMax = 10 }, ReadOptions.Default, Stop)).Value;
        var categories = (await Store.ListCategoriesAsync(includeSystem: true, Stop)).Value;

        Assert.Equal([Id("cart-1")], list.Streams.Select(head => head.Stream));
        Assert.Equal(["cart"], categories.Select(category => category.Name));
    }

    [Fact]
    public async Task Conditions_alone_are_no_append()
    {
        var outcome = await AppendAsync(To("cart-1", ExpectedVersion.NoStream));

        AssertRefused(RefusalReason.Invalid, outcome);
    }

    [Fact]
    public async Task A_stream_named_twice_is_refused()
    {
        var outcome = await AppendAsync(To("cart-1", ExpectedVersion.Any, Events.Next()), To("cart-1", ExpectedVersion.Any, Events.Next()));

        Assert.Contains("cart-1", AssertRefused(RefusalReason.Invalid, outcome).Detail, StringComparison.Ordinal);
        await AssertNothingStoredAsync();
    }
}
