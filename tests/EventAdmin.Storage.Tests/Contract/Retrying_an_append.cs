using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

public abstract class Retrying_an_append<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    public static readonly TheoryData<string> Expectations = ["any", "no-stream", "stream-exists", "v1"];

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task The_same_append_again_is_answered_with_its_first_outcome(string expectation)
    {
        var request = await PrepareAsync(expectation);
        var first = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));
        Clock.Advance(TimeSpan.FromMinutes(1));

        var again = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        AssertRepeats(first, again);
        Assert.Equal(first.Position, await Store.FindFeedHeadAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task The_same_append_again_is_recognised_after_others_appended(string expectation)
    {
        var request = await PrepareAsync(expectation);
        var first = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));
        await AppendedAsync("cart-1", Events.Take(3));
        await AppendedAsync("cart-2", Events.Take(3));
        var head = await Store.FindFeedHeadAsync(Stop);

        var again = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        AssertRepeats(first, again);
        Assert.Equal(head, await Store.FindFeedHeadAsync(Stop));
    }

    [Fact]
    public async Task The_same_append_again_is_recognised_after_its_stream_was_deleted()
    {
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.NoStream, Events.Take(2));
        var first = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));
        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        var again = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        AssertRepeats(first, again);
        Assert.Empty(await ReadStreamAsync("cart-1"));
    }

    [Fact]
    public async Task Many_tries_at_once_store_one()
    {
        await AppendedAsync("cart-1", Events.Take(2));
        var request = AppendRequest.To([To("cart-1", ExpectedVersion.Any, Events.Take(2)), To("cart-2", ExpectedVersion.Any, Events.Next())]);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Store.AppendAsync(request, Stop), Stop)));

        var all = outcomes.Select(outcome => Assert.IsType<AppendOutcome.Appended>(outcome)).ToList();
        var first = Assert.Single(all, appended => !appended.IsRepeat);
        Assert.All(all.Where(appended => appended.IsRepeat), again => AssertRepeats(first, again));
        Assert.Equal([0, 1, 2, 3], VersionsOf(await ReadStreamAsync("cart-1")));
        Assert.Single(await ReadStreamAsync("cart-2"));
    }

    [Fact]
    public async Task A_retry_to_several_streams_names_each_of_them()
    {
        await AppendedAsync("order-1", Events.Next());
        var request = AppendRequest.To(
            [To("cart-1", ExpectedVersion.NoStream, Events.Take(2)), To("gate-1", ExpectedVersion.NoStream), To("order-1", Exactly(0), Events.Next())]);
        var first = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));
        await AppendedAsync("gate-1", Events.Next());

        var again = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        AssertRepeats(first, again);
    }

    [Fact]
    public async Task A_refused_append_may_be_tried_again()
    {
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.StreamExists, Events.Next());
        Assert.IsType<AppendOutcome.Conflict>(await Store.AppendAsync(request, Stop));
        await AppendedAsync("cart-1", Events.Next());

        var appended = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        Assert.False(appended.IsRepeat);
        Assert.Equal(V(1), appended.Streams[0].First);
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task The_same_append_id_with_other_events_is_refused(string expectation)
    {
        var request = await PrepareAsync(expectation);
        await Store.AppendAsync(request, Stop);
        var other = request with { Streams = [To("cart-7", ExpectedVersion.NoStream, Events.Next())] };

        var outcome = await Store.AppendAsync(other, Stop);

        Assert.Contains(request.Id.ToString(), AssertRefused(RefusalReason.IdempotencyMismatch, outcome).Detail, StringComparison.Ordinal);
        Assert.Null(await FindHeadAsync("cart-7"));
    }

    [Fact]
    public async Task The_same_append_id_with_fewer_or_more_events_is_refused()
    {
        var events = Events.Take(3);
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.Any, events);
        await Store.AppendAsync(request, Stop);

        var fewer = await Store.AppendAsync(request with { Streams = [To("cart-1", ExpectedVersion.Any, events[..2])] }, Stop);
        var more = await Store.AppendAsync(request with { Streams = [To("cart-1", ExpectedVersion.Any, [.. events, Events.Next()])] }, Stop);

        AssertRefused(RefusalReason.IdempotencyMismatch, fewer);
        AssertRefused(RefusalReason.IdempotencyMismatch, more);
        Assert.Equal(3, (await ReadStreamAsync("cart-1")).Count);
    }

    [Fact]
    public async Task The_same_event_ids_with_other_data_type_or_schema_are_refused()
    {
        var e = Events.Next();
        await AppendedAsync("cart-1", e);

        NewEvent[] changed = [e with { Data = "{}"u8.ToArray() }, e with { Type = "Other" }, e with { SchemaVersion = 2 }];
        foreach (var other in changed)
            AssertRefused(RefusalReason.IdempotencyMismatch, await AppendAsync("cart-1", ExpectedVersion.Any, other));

        Assert.Single(await ReadStreamAsync("cart-1"));
    }

    [Fact]
    public async Task The_same_events_in_another_order_are_refused()
    {
        var events = Events.Take(2);
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.Any, events);
        await Store.AppendAsync(request, Stop);

        var outcome = await Store.AppendAsync(request with { Streams = [To("cart-1", ExpectedVersion.Any, events[1], events[0])] }, Stop);

        AssertRefused(RefusalReason.IdempotencyMismatch, outcome);
    }

    private static ExpectedVersion Read(string expectation) =>
        ExpectedVersion.TryParse(expectation, out var expected) ? expected : throw new FormatException(expectation);

    private async Task<AppendRequest> PrepareAsync(string expectation)
    {
        if (expectation != "no-stream")
            await AppendedAsync("cart-1", Events.Take(2));
        return AppendRequest.To(Id("cart-1"), Read(expectation), Events.Take(3));
    }

    private static void AssertRepeats(AppendOutcome.Appended first, AppendOutcome.Appended again)
    {
        Assert.True(again.IsRepeat);
        Assert.Equal(first.Append, again.Append);
        Assert.Equal(first.Streams, again.Streams);
        Assert.Equal(first.Position, again.Position);
        Assert.Equal(first.RecordedAt, again.RecordedAt);
    }
}
