using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Features.Reading;

/// <summary>The one door of other programs to what is stored. Thread-safe. Reads only.</summary>
public sealed class ReadingService(EventStore store)
{
    /// <summary>Events that a page filtered by type looks at before it asks to go on.</summary>
    public const int SearchMax = 20_000;

    private const int SearchPage = 512;

    private IEventStorage Storage => store.Storage;

    /// <summary>A stream's head; null when it has no events.</summary>
    public async Task<StreamHead?> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        (await Storage.FindHeadAsync(stream, ReadOptions.Default, cancellationToken)).Value;

    /// <summary>The end of the feed.</summary>
    public Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken) => Storage.FindFeedHeadAsync(cancellationToken);

    /// <summary>An event by its place; null when there is none.</summary>
    public async Task<RecordedEvent?> FindEventAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken)
    {
        var read = new StreamRead { Stream = stream, From = version, CountMax = 1 };
        var page = (await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
        return page.Events is [var found] && found.Version == version ? found : null;
    }

    /// <summary>An event by its id; null when there is none.</summary>
    public async Task<RecordedEvent?> FindEventAsync(EventId id, CancellationToken cancellationToken) =>
        (await Storage.FindEventAsync(id, ReadOptions.Default, cancellationToken)).Value;

    /// <summary>A page of streams by name; the system's only where the prefix is theirs.</summary>
    public async Task<StreamListPage> ListStreamsAsync(StreamListRead read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var narrowed = read with { IncludeSystem = read.Prefix.StartsWith('$') || read.Category?.StartsWith('$') is true };
        return (await Storage.ListStreamsAsync(narrowed, ReadOptions.Default, cancellationToken)).Value;
    }

    /// <summary>A page of the feed.</summary>
    public async Task<FeedPage> ReadFeedAsync(FeedRead read, CancellationToken cancellationToken) =>
        (await Storage.ReadFeedAsync(read, ReadOptions.Default, cancellationToken)).Value;

    /// <summary>A page of the events of a correlation.</summary>
    public async Task<FeedPage> ReadCorrelationAsync(string id, FeedPosition? after, int countMax, CancellationToken cancellationToken)
    {
        var lookup = new EventLookup { CorrelationId = id, After = after, CountMax = countMax };
        return (await Storage.LookUpAsync(lookup, ReadOptions.Default, cancellationToken)).Value;
    }

    /// <summary>A page of one stream; null when it has no events.</summary>
    public async Task<StreamSlice?> ReadStreamAsync(StreamQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<RecordedEvent>();
        var from = query.From;
        var searched = 0;
        while (true)
        {
            var count = query.Types.Count == 0 ? query.CountMax - found.Count : SearchPage;
            var read = new StreamRead { Stream = query.Stream, From = from, Direction = query.Direction, CountMax = count };
            var page = (await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
            if (page.Head is not { } head)
                return null;
            foreach (var e in page.Events)
            {
                searched++;
                if (query.Types.Count > 0 && !query.Types.Contains(e.Type))
                    continue;
                found.Add(e);
                if (found.Count == query.CountMax)
                    return Slice(head, query, found, Beside(e.Version, query.Direction, head));
            }

            from = page.Next;
            if (from is null || searched >= SearchMax)
                return Slice(head, query, found, from);
        }
    }

    private static StreamSlice Slice(StreamHead head, StreamQuery query, List<RecordedEvent> found, StreamVersion? next)
    {
        if (next is not null || query.Direction is ReadDirection.Backward)
            return new StreamSlice(head, found, next, IsEnd: next is null);
        var following = head.Last.Plus(1);
        return new StreamSlice(head, found, query.From > following ? query.From : following, IsEnd: true);
    }

    /// <summary>The version after this one in a direction; null where the stream ends.</summary>
    private static StreamVersion? Beside(StreamVersion version, ReadDirection direction, StreamHead head) => direction switch
    {
        ReadDirection.Forward => version < head.Last ? version.Plus(1) : null,
        _ => version > head.First ? version.Plus(-1) : null,
    };
}
