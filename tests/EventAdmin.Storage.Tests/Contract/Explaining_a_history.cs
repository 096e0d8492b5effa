using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Testing.Storage;
using Xunit.Sdk;

namespace EventAdmin.Storage.Tests.Contract;

/// <summary>The check of concurrent histories must itself be seen to fail: a lie is planted, and it must be found.</summary>
public sealed class Explaining_a_history
{
    private readonly InMemoryEventStorage _store = new(new EventLimits(), TimeProvider.System);
    private readonly AppendHistory _history = new();
    private readonly SampleEvents _events = new("history");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_true_history_is_explained()
    {
        await TellAsync(To("a", ExpectedVersion.NoStream, 2));
        await TellAsync(To("a", ExpectedVersion.NoStream, 1));
        var retried = To("a", ExpectedVersion.Any, 2);
        await TellAsync(retried);
        await TellAsync(retried);

        _history.AssertExplains(await FeedAsync());
    }

    [Fact]
    public async Task An_append_that_was_told_and_is_missing_is_found()
    {
        await TellAsync(To("a", ExpectedVersion.Any, 1));
        await TellAsync(To("a", ExpectedVersion.Any, 2));

        await AssertFoundAsync(feed => [.. feed.SkipLast(2)]);
    }

    [Fact]
    public async Task A_torn_append_is_found()
    {
        await TellAsync(To("a", ExpectedVersion.Any, 3));

        await AssertFoundAsync(feed => [.. feed.SkipLast(1)]);
    }

    [Fact]
    public async Task A_hole_in_the_feed_is_found()
    {
        await TellAsync(To("a", ExpectedVersion.Any, 1));
        await TellAsync(To("b", ExpectedVersion.Any, 1));

        await AssertFoundAsync(feed => [feed[0], feed[1] with { Position = FeedPosition.FromStore(3) }]);
    }

    [Fact]
    public async Task An_append_that_nobody_asked_for_is_found()
    {
        await TellAsync(To("a", ExpectedVersion.Any, 1));
        await _store.AppendAsync(To("b", ExpectedVersion.Any, 1), Stop);

        await AssertFoundAsync(feed => feed);
    }

    [Fact]
    public async Task An_append_stored_against_its_expectation_is_found()
    {
        var stored = To("a", ExpectedVersion.Any, 1);
        await TellAsync(To("a", ExpectedVersion.Any, 1));

        await TellAsync(stored with { Streams = [stored.Streams[0] with { Expected = ExpectedVersion.NoStream }] }, asked: stored);

        await AssertFoundAsync(feed => feed);
    }

    [Fact]
    public async Task A_conflict_with_a_head_that_never_was_is_found()
    {
        await TellAsync(To("a", ExpectedVersion.Any, 3));

        await TellAsync(
            To("a", ExpectedVersion.NoStream, 1), told: new AppendOutcome.Conflict(StreamId.Parse("a"), ExpectedVersion.NoStream, StreamVersion.Of(1)));

        await AssertFoundAsync(feed => feed);
    }

    [Fact]
    public async Task A_conflict_with_a_head_that_was_no_more_is_found()
    {
        await TellAsync(To("a", ExpectedVersion.Any, 2));
        await TellAsync(To("a", ExpectedVersion.Any, 1));

        await TellAsync(
            To("a", ExpectedVersion.NoStream, 1), told: new AppendOutcome.Conflict(StreamId.Parse("a"), ExpectedVersion.NoStream, StreamVersion.Of(1)));

        await AssertFoundAsync(feed => feed);
    }

    [Fact]
    public async Task A_retry_answered_with_another_position_is_found()
    {
        var retried = To("a", ExpectedVersion.Any, 2);
        await TellAsync(retried);
        var again = (AppendOutcome.Appended)await _store.AppendAsync(retried, Stop);

        await TellAsync(retried, told: again with { Position = FeedPosition.FromStore(1) });

        await AssertFoundAsync(feed => feed);
    }

    [Fact]
    public async Task An_order_against_that_of_the_answers_is_found()
    {
        var (first, second) = (To("a", ExpectedVersion.Any, 1), To("b", ExpectedVersion.Any, 1));
        var storedSecond = await _store.AppendAsync(second, Stop);
        var storedFirst = await _store.AppendAsync(first, Stop);

        await TellAsync(first, told: storedFirst);
        await TellAsync(second, told: storedSecond);

        await AssertFoundAsync(feed => feed);
    }

    private AppendRequest To(string stream, ExpectedVersion expected, int events) =>
        AppendRequest.To(StreamId.Parse(stream), expected, _events.Take(events));

    private Task TellAsync(AppendRequest request, AppendRequest? asked = null, AppendOutcome? told = null) =>
        _history.TryAsync(new Planted(async () => told ?? await _store.AppendAsync(asked ?? request, Stop)), request, Stop);

    private async Task AssertFoundAsync(Func<IReadOnlyList<RecordedEvent>, IReadOnlyList<RecordedEvent>> falsify)
    {
        var feed = falsify(await FeedAsync());
        Assert.ThrowsAny<XunitException>(() => _history.AssertExplains(feed));
    }

    private async Task<IReadOnlyList<RecordedEvent>> FeedAsync() =>
        (await _store.ReadFeedAsync(new FeedRead { CountMax = 100 }, ReadOptions.Default, Stop)).Value.Events;

    private sealed class Planted(Func<Task<AppendOutcome>> answer) : IEventAppender
    {
        public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => answer();
    }
}
