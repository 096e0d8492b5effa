using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Live;

/// <summary>The Live page's only door to the engine. Thread-safe.</summary>
public sealed class FeedService(
    IEventStorage storage, EventFeed feed, SentenceWriter sentences, TimeProvider clock, ILogger<FeedService> logger)
{
    /// <summary>Rows of one page of the feed, and rows that are there when a live list begins.</summary>
    public const int PageRows = 100;

    // A filter that matches little makes the store look at much: a page may end short of its rows after so many looks, and says so.
    private const int LooksMax = 20;

    /// <summary>Where the feed's loop stands.</summary>
    public FeedStatus Status => feed.Status;

    /// <summary>Begins a live list: the newest events, then every one that comes. Dispose the answer when the page goes.</summary>
    public async Task<LiveTail> FollowAsync(LiveFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var head = await storage.FindFeedHeadAsync(cancellationToken);
        var (newest, _, _) = await ReadRowsAsync(filter, after: null, ReadDirection.Backward, cancellationToken);
        // What was appended between the two reads comes by the subscription.
        var before = newest.Where(e => e.Position <= head).Select(ToRow).ToList();
        var subscription = feed.Subscribe(filter.ToFeedFilter(), head);
        return new LiveTail(new LiveWindow(before), subscription, new LiveTailParts(sentences, clock, logger));
    }

    /// <summary>How many events passed a filter after a position; counted up to a limit.</summary>
    public async Task<CaughtUp> CatchUpAsync(LiveFilter filter, FeedPosition from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var count = 0;
        var read = new FeedRead { After = from, CountMax = PageRows, Filter = filter.ToFeedFilter() };
        for (var look = 1; ; look++)
        {
            var page = (await storage.ReadFeedAsync(read, ReadOptions.Default, cancellationToken)).Value;
            count += page.Events.Count;
            if (page.IsEnd || look == LooksMax)
                return new CaughtUp(filter, from, count, HasMore: !page.IsEnd);
            read = read with { After = page.Next };
        }
    }

    /// <summary>A page of the feed, newest first.</summary>
    public async Task<FeedRows> ReadAsync(LivePageState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state is { From: { } from, IsForward: true })
        {
            var (events, last, isEnd) = await ReadRowsAsync(state.Filter, from, ReadDirection.Forward, cancellationToken);
            events.Reverse();
            if (events.Count > 0)
                return ToRows(events, events[^1].Position, isEnd ? null : last.Value.Next, last.Receipt);
        }

        var before = state.IsForward ? null : state.From;
        var (page, read, isBeginning) = await ReadRowsAsync(state.Filter, before, ReadDirection.Backward, cancellationToken);
        var newer = before is null ? null : page.Count > 0 ? page[0].Position : before;
        return ToRows(page, isBeginning ? null : read.Value.Next, newer, read.Receipt);
    }

    /// <summary>The categories and types that can be filtered by.</summary>
    public async Task<FeedChoices> ReadChoicesAsync(CancellationToken cancellationToken)
    {
        var categories = await storage.ListCategoriesAsync(includeSystem: false, cancellationToken);
        var types = await storage.ListTypesAsync(cancellationToken);
        return new FeedChoices([.. categories.Value.Select(category => category.Name)], [.. types.Value.Select(type => type.Name)]);
    }

    /// <summary>The position after which everything was recorded at or after an instant.</summary>
    public Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        storage.FindPositionAsync(instant, cancellationToken);

    private EventRow ToRow(RecordedEvent e) => EventRows.Of(e, sentences);

    private FeedRows ToRows(List<RecordedEvent> events, FeedPosition? older, FeedPosition? newer, ReadReceipt receipt) => new()
    {
        Source = new EventListSource.Rows([.. events.Select(ToRow)]),
        Older = older,
        Newer = newer,
        Evidence = EvidenceOf(receipt, events.Count),
    };

    private Evidence EvidenceOf(ReadReceipt receipt, int count)
    {
        var evidence = ReadEvidence.Of(receipt, storage.Capabilities, newest: null);
        return evidence with { Facts = [.. evidence.Facts, count == 1 ? "1 event" : string.Create(CultureInfo.InvariantCulture, $"{count} events")] };
    }

    private async Task<(List<RecordedEvent> Events, ReadResult<FeedPage> Last, bool IsEnd)> ReadRowsAsync(
        LiveFilter filter, FeedPosition? after, ReadDirection direction, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>(PageRows);
        for (var look = 1; ; look++)
        {
            var read = new FeedRead
            {
                After = after,
                Direction = direction,
                CountMax = PageRows - events.Count,
                Filter = filter.ToFeedFilter(),
            };
            var page = await storage.ReadFeedAsync(read, ReadOptions.Default, cancellationToken);
            events.AddRange(page.Value.Events);
            after = page.Value.Next;
            if (page.Value.IsEnd || events.Count == PageRows || look == LooksMax)
                return (events, page, page.Value.IsEnd);
        }
    }
}

/// <summary>A page of the feed, newest first.</summary>
public sealed record FeedRows
{
    /// <summary>The rows as the list takes them.</summary>
    public required EventListSource.Rows Source { get; init; }

    /// <summary>Reading before it gives the next older page; null at the beginning of the feed.</summary>
    public required FeedPosition? Older { get; init; }

    /// <summary>Reading after it gives the next newer page; null at the end of the feed.</summary>
    public required FeedPosition? Newer { get; init; }

    /// <summary>How it was read.</summary>
    public required Evidence Evidence { get; init; }
}

/// <summary>What the feed can be filtered by.</summary>
public sealed record FeedChoices(IReadOnlyList<string> Categories, IReadOnlyList<string> Types);
