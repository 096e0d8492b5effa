using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EventAdmin.EventSourcing.Tests.Feed;

public sealed class Subscribing_to_the_feed : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryEventStorage _storage = new(new EventLimits(), TimeProvider.System);
    private readonly EventFeed _feed;
    private int _appended;

    public Subscribing_to_the_feed()
    {
        // A buffer of 16 events and batches of 4: a few hundred events make every subscription fall behind again and again.
        var options = new FeedOptions { BufferEventsMax = 16, BatchEventsMax = 4 };
        _feed = new EventFeed(_storage, Options.Create(options), TimeProvider.System, NullLogger<EventFeed>.Instance);
    }

    public async ValueTask InitializeAsync() => await _feed.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
    }

    [Fact]
    public async Task Delivers_what_was_there_and_then_what_comes()
    {
        await AppendAsync("a-1", 10);
        using var subscription = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);

        var reading = TakeAsync(subscription, 25);
        await AppendAsync("a-2", 15);

        AssertComplete(await reading, Enumerable.Range(1, 25));
    }

    [Fact]
    public async Task Resumes_after_a_checkpoint()
    {
        await AppendAsync("a-1", 10);
        using var first = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);
        var batch = await first.ReadAsync(TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        using var second = _feed.Subscribe(FeedFilter.None, batch.Position);

        var rest = await TakeAsync(second, 10 - batch.Events.Count);

        AssertComplete([.. batch.Events, .. rest], Enumerable.Range(1, 10));
    }

    [Fact]
    public async Task Goes_on_with_the_same_subscription_after_a_cancelled_read()
    {
        await AppendAsync("a-1", 6);
        using var subscription = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);
        var first = await TakeAsync(subscription, 4);

        var rest = await TakeAsync(subscription, 2);

        AssertComplete([.. first, .. rest], Enumerable.Range(1, 6));
    }

    [Fact]
    public async Task A_slow_reader_misses_nothing_while_others_write_faster_than_the_buffer_holds()
    {
        using var slow = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);
        using var quick = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);
        var writing = AppendAsync("a-1", 400);
        var quickReading = TakeAsync(quick, 400);
        var seen = new List<RecordedEvent>();
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var batch in slow.ReadAsync(patience.Token))
        {
            seen.AddRange(batch.Events);
            if (seen.Count == 400)
                break;
            await Task.Yield();
        }

        await writing;
        AssertComplete(seen, Enumerable.Range(1, 400));
        AssertComplete(await quickReading, Enumerable.Range(1, 400));
    }

    [Fact]
    public async Task Many_writers_and_many_readers_agree_on_every_event()
    {
        var subscriptions = Enumerable.Range(0, 8).Select(_ => _feed.Subscribe(FeedFilter.None, FeedPosition.Start)).ToList();
        var readings = subscriptions.Select(subscription => TakeAsync(subscription, 300)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => AppendAsync($"w-{writer}", 50)));

        foreach (var reading in readings)
            AssertComplete(await reading, Enumerable.Range(1, 300));
        subscriptions.ForEach(subscription => subscription.Dispose());
    }

    [Fact]
    public async Task A_filter_passes_its_events_alone_and_still_moves_the_position()
    {
        await AppendAsync("a-1", 5);
        await AppendAsync("b-1", 5);
        using var subscription = _feed.Subscribe(new FeedFilter { Category = "b" }, FeedPosition.Start);

        var seen = await TakeAsync(subscription, 5);

        AssertComplete(seen, Enumerable.Range(6, 5));
        Assert.All(seen, e => Assert.Equal("b", e.Stream.Category));
    }

    [Fact]
    public async Task Says_when_it_is_caught_up()
    {
        await AppendAsync("a-1", 9);
        using var subscription = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);
        using var patience = new CancellationTokenSource(Patience);

        var claims = new List<(int Events, bool IsCaughtUp)>();
        await foreach (var batch in subscription.ReadAsync(patience.Token))
        {
            claims.Add((batch.Events.Count, batch.IsCaughtUp));
            if (batch.IsCaughtUp)
                break;
        }

        Assert.Equal([(4, false), (4, false), (1, true)], claims);
    }

    [Fact]
    public async Task The_loop_rests_while_nobody_subscribes()
    {
        using (var subscription = _feed.Subscribe(FeedFilter.None, FeedPosition.Start))
        {
            await AppendAsync("a-1", 1);
            await TakeAsync(subscription, 1);
        }

        await AppendAsync("a-2", 40);
        using var later = _feed.Subscribe(FeedFilter.None, FeedPosition.Start);

        AssertComplete(await TakeAsync(later, 41), Enumerable.Range(1, 41));
        Assert.Equal(1, _feed.Status.Subscriptions);
    }

    private static void AssertComplete(IReadOnlyList<RecordedEvent> seen, IEnumerable<int> positions) =>
        Assert.Equal(positions.Select(position => FeedPosition.FromStore(position)), seen.Select(e => e.Position));

    private static async Task<List<RecordedEvent>> TakeAsync(FeedSubscription subscription, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new List<RecordedEvent>();
        await foreach (var batch in subscription.ReadAsync(patience.Token))
        {
            seen.AddRange(batch.Events);
            if (seen.Count >= count)
                break;
        }

        return seen;
    }

    private async Task AppendAsync(string stream, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var e = new NewEvent
            {
                Id = EventId.FromName("test", $"{Interlocked.Increment(ref _appended)}"),
                Type = "Happened",
                Data = "{}"u8.ToArray(),
            };
            var request = AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, e);
            Assert.IsType<AppendOutcome.Appended>(await _storage.AppendAsync(request, TestContext.Current.CancellationToken));
            await Task.Yield();
        }
    }
}
