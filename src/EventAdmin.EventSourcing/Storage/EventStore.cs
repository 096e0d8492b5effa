using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>The engine's door to a store: what callers use. Thread-safe.</summary>
public sealed class EventStore(IEventStorage storage)
{
    private const int PageSize = 1024;

    /// <summary>The store behind the door.</summary>
    public IEventStorage Storage { get; } = storage;

    /// <summary>Appends events to one stream; the same events again are a retry.</summary>
    public Task<AppendOutcome> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken) =>
        AppendAsync(AppendRequest.To(stream, expected, events), cancellationToken);

    /// <summary>Appends to one stream or several, all or none.</summary>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken) =>
        Storage.AppendAsync(request, cancellationToken);

    /// <summary>Every event of a stream from a version on, oldest first, page by page: memory does not grow with the stream.</summary>
    public async IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        StreamId stream, StreamVersion? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = from;
        do
        {
            var read = new StreamRead { Stream = stream, From = next, CountMax = PageSize };
            var page = await Storage.ReadStreamAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
            foreach (var e in page.Value.Events)
                yield return e;
            next = page.Value.Next;
        }
        while (next is not null);
    }

    /// <summary>Every event of the feed after a position that passes the filter, oldest first, to the end as it stands then.</summary>
    public async IAsyncEnumerable<RecordedEvent> ReadFeedAsync(
        FeedPosition after, FeedFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isEnd = false;
        while (!isEnd)
        {
            var read = new FeedRead { After = after, CountMax = PageSize, Filter = filter };
            var page = (await Storage.ReadFeedAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
            foreach (var e in page.Events)
                yield return e;
            (after, isEnd) = (page.Next, page.IsEnd);
        }
    }
}
