using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Web.Features.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Tests.Features.Live;

public sealed class Reading_the_feed_in_pages : IDisposable
{
    private readonly InMemoryEventStorage _storage = new(new EventLimits(), TimeProvider.System);
    private readonly EventFeed _feed;
    private readonly FeedService _service;

    public Reading_the_feed_in_pages()
    {
        _feed = new EventFeed(_storage, Options.Create(new FeedOptions()), TimeProvider.System, NullLogger<EventFeed>.Instance);
        var sentences = new SentenceWriter(new EventTypeRegistryBuilder().Build());
        _service = new FeedService(_storage, _feed, sentences, TimeProvider.System, NullLogger<FeedService>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _feed.Dispose();

    [Fact]
    public async Task Going_older_page_by_page_sees_every_event_once_newest_first()
    {
        await AppendAsync("a-1", 250);

        var seen = new List<long>();
        var state = new LivePageState { IsLive = false };
        while (true)
        {
            var page = await _service.ReadAsync(state, Cancellation);
            seen.AddRange(page.Source.Items.Select(row => row.Version));
            if (page.Older is not { } older)
                break;
            state = state with { From = older };
        }

        Assert.Equal(Enumerable.Range(0, 250).Select(version => (long)version).Reverse(), seen);
    }

    [Fact]
    public async Task Newer_leads_back_to_the_page_one_came_from()
    {
        await AppendAsync("a-1", 250);
        var newest = await _service.ReadAsync(new LivePageState(), Cancellation);
        var older = await _service.ReadAsync(new LivePageState { From = newest.Older }, Cancellation);

        var back = await _service.ReadAsync(new LivePageState { From = older.Newer, IsForward = true }, Cancellation);

        Assert.Equal(newest.Source.Items.Select(row => row.Key), back.Source.Items.Select(row => row.Key));
        Assert.Null(back.Newer);
    }

    [Fact]
    public async Task What_came_since_a_position_is_counted_by_the_filter()
    {
        await AppendAsync("a-1", 3);
        var position = await _storage.FindFeedHeadAsync(Cancellation);
        await AppendAsync("a-2", 1200);
        await AppendAsync("b-1", 2);

        var all = await _service.CatchUpAsync(new LiveFilter(), position, Cancellation);
        var some = await _service.CatchUpAsync(new LiveFilter { Category = "b" }, position, Cancellation);
        var none = await _service.CatchUpAsync(new LiveFilter { Category = "c" }, position, Cancellation);

        Assert.Equal(["1,202 events", "2 events", "nothing"], new[] { all, some, none }.Select(caughtUp => caughtUp.Words));
        var shown = await _service.ReadAsync(new LivePageState { Filter = some.Filter, From = some.From, IsForward = true }, Cancellation);
        Assert.Equal(2, shown.Source.Items.Count);
    }

    [Fact]
    public async Task A_long_absence_is_not_counted_to_its_end()
    {
        await AppendAsync("a-1", 2001);

        Assert.Equal("more than 2,000 events", (await _service.CatchUpAsync(new LiveFilter(), FeedPosition.Start, Cancellation)).Words);
    }

    [Fact]
    public async Task A_filter_holds_on_every_page()
    {
        await AppendAsync("a-1", 120);
        await AppendAsync("b-1", 120);

        var page = await _service.ReadAsync(new LivePageState { Filter = new LiveFilter { Category = "a" } }, Cancellation);
        var older = await _service.ReadAsync(new LivePageState { Filter = new LiveFilter { Category = "a" }, From = page.Older }, Cancellation);

        Assert.All(page.Source.Items.Concat(older.Source.Items), row => Assert.Equal("a-1", row.StreamId));
        Assert.Equal(120, page.Source.Items.Count + older.Source.Items.Count);
    }

    [Fact]
    public async Task Following_begins_with_the_newest_and_then_takes_each_event_that_comes_once()
    {
        await AppendAsync("a-1", 30);
        await _feed.StartAsync(Cancellation);
        await using var tail = await _service.FollowAsync(new LiveFilter(), Cancellation);

        await AppendAsync("a-2", 40);
        await WaitForArrivalAsync(tail.Window, 40);
        tail.Window.TakeIn();

        Assert.Equal(new LiveCounts(40, 40, 0, 0), tail.Window.Counts);
        Assert.Equal(70, tail.Window.Rows.Select(row => row.Key).Distinct(StringComparer.Ordinal).Count());
        await _feed.StopAsync(Cancellation);
    }

    private static async Task WaitForArrivalAsync(LiveWindow window, long count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (window.Counts.Arrived < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task AppendAsync(string stream, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var e = new NewEvent { Id = EventId.FromName(stream, $"{i}"), Type = "Happened", Data = "{}"u8.ToArray() };
            await _storage.AppendAsync(AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, e), Cancellation);
        }
    }
}
