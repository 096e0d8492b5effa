using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Streams;

public sealed partial class StreamsService
{
    /// <summary>Events that a search by type looks at before it asks to go on.</summary>
    public const int SearchMax = 20_000;

    private const int TypesCountedMax = 100;
    private const int SearchPage = 512;

    /// <summary>A stream as its page's address asks for it; null when it has no events.</summary>
    public async Task<StreamListing?> OpenAsync(StreamId stream, StreamPageState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var newest = new StreamRead { Stream = stream, Direction = ReadDirection.Backward, CountMax = TypesCountedMax, MarksDamaged = true };
        var answer = await Storage.ReadStreamAsync(newest, ReadOptions.Default, cancellationToken);
        if (answer.Value.Head is not { } head)
            return null;
        var range = await FindRangeAsync(head, state, cancellationToken);
        return new StreamListing
        {
            Head = head,
            Range = range,
            Rows = state.IsScroll ? null : await ReadPageAsync(stream, range, state, cancellationToken),
            Types = Tally(answer.Value.Events, state.Types),
            TypesCountedIn = answer.Value.Events.Count,
            Evidence = ReadEvidence.Of(answer.Receipt, Storage.Capabilities, head.Last.ToString()),
        };
    }

    /// <summary>Rows <c>[firstVersion, firstVersion + count)</c>, rising; fewer where the stream ends.</summary>
    public async Task<IReadOnlyList<EventRow>> ReadRowsAsync(StreamId stream, long firstVersion, int count, CancellationToken cancellationToken)
    {
        var rows = new List<EventRow>(count);
        StreamVersion? from = StreamVersion.Of(firstVersion);
        while (rows.Count < count && from is not null)
        {
            // A page may end early where its events are large.
            var read = new StreamRead { Stream = stream, From = from, CountMax = count - rows.Count, MarksDamaged = true };
            var page = (await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
            rows.AddRange(page.Events.Select(RowOf));
            from = page.Next;
        }

        return rows;
    }

    /// <summary>The highest version recorded at or before an instant; null when all are later.</summary>
    public Task<StreamVersion?> FindVersionAsync(StreamId stream, DateTimeOffset instant, CancellationToken cancellationToken) =>
        replayer.FindVersionAsync(stream, instant, ReadOptions.Default, cancellationToken);

    /// <summary>What is appended to a stream after a position.</summary>
    public FeedSubscription Follow(StreamId stream, IReadOnlyList<string> types, FeedPosition after) =>
        feed.Subscribe(new FeedFilter { Stream = stream, Types = types.ToHashSet(StringComparer.Ordinal), IncludeSystem = true }, after);

    private async Task<StreamRange> FindRangeAsync(StreamHead head, StreamPageState state, CancellationToken cancellationToken)
    {
        var (first, last) = (head.First.Value, head.Last.Value);
        if (state.Until is { } until)
            last = (await FindVersionAsync(head.Stream, until, cancellationToken))?.Value ?? first - 1;
        if (state.Since is { } since && since > DateTimeOffset.MinValue)
        {
            // Times are kept to 100 ns, one tick: what is later than the tick before is at or after the instant.
            var before = await FindVersionAsync(head.Stream, since.AddTicks(-1), cancellationToken);
            first = before is { } version ? Math.Max(first, version.Value + 1) : first;
        }

        return new StreamRange(StreamVersion.Of(first), Math.Max(0, last - first + 1));
    }

    private async Task<StreamRows> ReadPageAsync(
        StreamId stream, StreamRange range, StreamPageState state, CancellationToken cancellationToken)
    {
        if (range.Count is 0)
            return new StreamRows { Rows = [], Next = null, Previous = null, IsComplete = true, Searched = 0 };
        var direction = state.IsOldestFirst ? ReadDirection.Forward : ReadDirection.Backward;
        var start = Clamp(state.From ?? (state.IsOldestFirst ? range.First : range.Last), range);
        var wanted = state.Types.ToHashSet(StringComparer.Ordinal);
        var ahead = await SearchAsync(new Search(stream, range, start, direction, wanted, state.Rows), cancellationToken);
        var back = state.IsOldestFirst ? ReadDirection.Backward : ReadDirection.Forward;
        var behind = Beside(start, back, range) is { } edge
            ? await SearchAsync(new Search(stream, range, edge, back, wanted, state.Rows), cancellationToken)
            : null;
        return new StreamRows
        {
            Rows = [.. ahead.Events.Select(RowOf)],
            Next = ahead.Next,
            Previous = PreviousStart(behind, state, range),
            IsComplete = ahead.Next is null || ahead.Events.Count == state.Rows,
            Searched = ahead.Searched,
        };
    }

    /// <summary>Where the page before begins: at the list's own beginning where fewer than a page stand before this one.</summary>
    private static StreamVersion? PreviousStart(Found? behind, StreamPageState state, StreamRange range)
    {
        if (behind is null)
            return null;
        if (behind.Next is null)
            return state.IsOldestFirst ? range.First : range.Last;
        return behind.Events is [.., var last] ? last.Version : behind.Next;
    }

    /// <summary>Looks from a version on, in a direction, until the page is full, the range ends or the limit is reached.</summary>
    private async Task<Found> SearchAsync(Search search, CancellationToken cancellationToken)
    {
        var found = new List<RecordedEvent>(search.CountMax);
        StreamVersion? from = search.From;
        var searched = 0L;
        var pageSize = search.Types.Count is 0 ? search.CountMax : SearchPage;
        while (from is not null && searched < SearchMax)
        {
            var read = new StreamRead { Stream = search.Stream, From = from, Direction = search.Direction, CountMax = pageSize, MarksDamaged = true };
            var page = (await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
            foreach (var e in page.Events.TakeWhile(e => e.Version >= search.Range.First && e.Version <= search.Range.Last))
            {
                searched++;
                if (search.Types.Count is 0 || search.Types.Contains(e.Type))
                    found.Add(e);
                if (found.Count == search.CountMax)
                    return new Found(found, Beside(e.Version, search.Direction, search.Range), searched);
            }

            from = page.Events is [.., var last] ? Beside(last.Version, search.Direction, search.Range) : null;
        }

        return new Found(found, from, searched);
    }

    private static StreamVersion Clamp(StreamVersion version, StreamRange range) =>
        version < range.First ? range.First : version > range.Last ? range.Last : version;

    /// <summary>The version after this one in a direction; null where the range ends.</summary>
    private static StreamVersion? Beside(StreamVersion version, ReadDirection direction, StreamRange range) => direction switch
    {
        ReadDirection.Forward => version < range.Last ? version.Plus(1) : null,
        _ => version > range.First ? version.Plus(-1) : null,
    };

    private static List<TypeTally> Tally(IEnumerable<RecordedEvent> events, IEnumerable<string> chosen)
    {
        var counts = events.CountBy(static e => e.Type, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var type in chosen)
            counts.TryAdd(type, 0);
        return [.. counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => new TypeTally(pair.Key, pair.Value))];
    }

    private sealed record Search(
        StreamId Stream, StreamRange Range, StreamVersion From, ReadDirection Direction, IReadOnlySet<string> Types, int CountMax);

    private sealed record Found(IReadOnlyList<RecordedEvent> Events, StreamVersion? Next, long Searched);
}
