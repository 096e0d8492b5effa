using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Streams;

/// <summary>The one door of the pages of streams and events to the engine. Thread-safe. Reads only.</summary>
public sealed partial class StreamsService(
    EventStore store, EventFeed feed, EventTypeRegistry types, SentenceWriter sentences, Replayer replayer, ReducerRegistry reducers)
{
    /// <summary>Streams on one page of their list.</summary>
    public const int StreamsPerPage = 50;

    private const int NearMax = 5;

    private IEventStorage Storage => store.Storage;

    /// <summary>A page of the list of streams.</summary>
    public async Task<StreamsListing> ListAsync(StreamsPageState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var isByName = state.EffectiveSort is StreamSort.Name;
        var isBackward = state.Before is not null;
        var read = new StreamListRead
        {
            Prefix = state.Prefix,
            Category = state.Category,
            IncludeSystem = state.IncludeSystem || state.Prefix.StartsWith('$'),
            ByChange = !isByName,
            Direction = isBackward ? ReadDirection.Backward : ReadDirection.Forward,
            After = isByName && (state.Before ?? state.After) is { } edge ? StreamId.Parse(edge) : null,
            ChangedBefore = !isByName && FeedPosition.TryParse(state.After, out var before) ? before : null,
            CountMax = StreamsPerPage,
        };
        var answer = await Storage.ListStreamsAsync(read, ReadOptions.Default, cancellationToken);
        var page = answer.Value;
        var heads = isBackward ? page.Streams.Reverse().ToList() : page.Streams;
        var summaries = await Task.WhenAll(heads.Select(head => SummariseAsync(head, cancellationToken)));
        var (next, previous) = isByName ? PagesByName(state, page, heads) : (OlderPage(state, page), null);
        return new StreamsListing
        {
            Streams = summaries,
            Next = next,
            Previous = previous,
            Evidence = ReadEvidence.Of(answer.Receipt, Storage.Capabilities, newest: null),
        };
    }

    /// <summary>Every category with events.</summary>
    public async Task<CategoryTree> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken)
    {
        var categories = (await Storage.ListCategoriesAsync(includeSystem, cancellationToken)).Value;
        var counting = categories.Where(static category => category.Streams > 0).ToLookup(static category => category.Name.StartsWith('$'));
        return new CategoryTree([.. counting[false]], [.. counting[true]]);
    }

    /// <summary>Names like one that is not there: those with the longest common beginning.</summary>
    public async Task<IReadOnlyList<string>> FindNearAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var length = name.Length; length > 0; length = length * 2 / 3)
        {
            var read = new StreamListRead { Prefix = name[..length], CountMax = NearMax };
            var page = (await Storage.ListStreamsAsync(read, ReadOptions.Default, cancellationToken)).Value;
            if (page.Streams.Count > 0)
                return [.. page.Streams.Select(static head => head.Stream.Value)];
        }

        return [];
    }

    private static (StreamsPageState? Next, StreamsPageState? Previous) PagesByName(
        StreamsPageState state, StreamListPage page, IReadOnlyList<StreamHead> heads)
    {
        if (heads.Count is 0)
            return (null, null);
        var isBackward = state.Before is not null;
        var hasNext = isBackward || !page.IsEnd;
        var hasPrevious = isBackward ? !page.IsEnd : state.After is not null;
        return (
            hasNext ? state.FirstPage with { After = heads[^1].Stream.Value } : null,
            hasPrevious ? state.FirstPage with { Before = heads[0].Stream.Value } : null);
    }

    private static StreamsPageState? OlderPage(StreamsPageState state, StreamListPage page) =>
        page is { IsEnd: false, NextBefore: { } before } ? state.FirstPage with { After = before.ToString() } : null;

    private async Task<StreamSummary> SummariseAsync(StreamHead head, CancellationToken cancellationToken)
    {
        var read = new StreamRead { Stream = head.Stream, From = head.Last, CountMax = 1, MarksDamaged = true };
        var page = (await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
        return new StreamSummary(head, page.Events is [var last, ..] ? RowOf(last) : null);
    }

    private EventRow RowOf(RecordedEvent e) => EventRows.Of(e, sentences);
}
