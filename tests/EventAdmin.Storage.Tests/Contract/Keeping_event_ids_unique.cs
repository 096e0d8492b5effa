using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>What a store promises that has <see cref="StoreCapabilities.KeepsEventIdsUnique"/>.</summary>
public abstract class Keeping_event_ids_unique<THarness> : StoreContract<THarness>
    where THarness : IStoreHarness, new()
{
    [Fact]
    public async Task The_same_events_under_another_append_id_are_a_retry_of_the_first()
    {
        var request = AppendRequest.To(Id("cart-1"), ExpectedVersion.Any, Events.Take(2));
        var first = Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(request, Stop));

        var again = await Store.AppendAsync(request with { Id = AppendId.New(Clock) }, Stop);

        AssertRepeats(first, Assert.IsType<AppendOutcome.Appended>(again));
    }

    [Theory]
    [InlineData("cart-1")]
    [InlineData("cart-2")]
    public async Task An_event_id_used_again_beside_a_new_event_is_refused(string stream)
    {
        var used = Events.Next();
        await AppendedAsync("cart-1", used);
        var before = await Store.FindFeedHeadAsync(Stop);

        var outcome = await AppendAsync(stream, ExpectedVersion.Any, Events.Next(), used);

        AssertRefused(RefusalReason.IdempotencyMismatch, outcome);
        Assert.Equal(before, await Store.FindFeedHeadAsync(Stop));
    }

    [Theory]
    [InlineData("any")]
    [InlineData("no-stream")]
    public async Task An_event_id_used_again_in_another_stream_is_refused(string expectation)
    {
        var used = Events.Next();
        await AppendedAsync("cart-1", used);

        var outcome = await AppendAsync("cart-2", Read(expectation), used);

        AssertRefused(RefusalReason.IdempotencyMismatch, outcome);
        Assert.Null(await FindHeadAsync("cart-2"));
    }

    [Fact]
    public async Task An_event_id_of_a_deleted_stream_stays_used()
    {
        var used = Events.Next();
        await AppendedAsync("cart-1", used);
        await Store.DeleteStreamsAsync([Id("cart-1")], Stop);

        var outcome = await AppendAsync("cart-2", ExpectedVersion.NoStream, used);

        AssertRefused(RefusalReason.IdempotencyMismatch, outcome);
    }

    [Fact]
    public async Task A_refused_neighbour_leaves_the_appends_beside_it_unharmed()
    {
        var used = Events.Next();
        await AppendedAsync("cart-0", used);
        var requests = Enumerable.Range(1, 40)
            .Select(i => AppendRequest.To(Id($"cart-{i}"), ExpectedVersion.NoStream, i % 4 == 0 ? [used] : Events.Take(2)))
            .ToList();

        var outcomes = await Task.WhenAll(requests.Select(request => Task.Run(() => Store.AppendAsync(request, Stop), Stop)));

        Assert.Equal(10, outcomes.OfType<AppendOutcome.Refused>().Count());
        Assert.Equal(30, outcomes.OfType<AppendOutcome.Appended>().Count(appended => !appended.IsRepeat));
        var feed = await ReadFeedAsync();
        Assert.Equal(61, feed.Count);
        Assert.Equal(Enumerable.Range(1, 61).Select(n => (long)n), feed.Select(e => e.Position.ToStore()));
    }

    private static ExpectedVersion Read(string expectation) =>
        ExpectedVersion.TryParse(expectation, out var expected) ? expected : throw new FormatException(expectation);

    private static void AssertRepeats(AppendOutcome.Appended first, AppendOutcome.Appended again)
    {
        Assert.True(again.IsRepeat);
        Assert.Equal(first.Append, again.Append);
        Assert.Equal(first.Streams, again.Streams);
        Assert.Equal(first.Position, again.Position);
        Assert.Equal(first.RecordedAt, again.RecordedAt);
    }
}
