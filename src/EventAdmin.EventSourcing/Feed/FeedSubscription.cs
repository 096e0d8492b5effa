using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Feed;

/// <summary>
/// One reader of the feed. It pulls: nothing is queued for it, so a slow one costs nobody anything. One caller at a time reads it; the
/// position is kept between reads, so a reader that was cancelled goes on where its last batch ended.
/// </summary>
public sealed class FeedSubscription : IDisposable
{
    private readonly EventFeed _feed;
    private readonly IEventReader _reader;
    private readonly FeedFilter _filter;
    private int _isDisposed;

    internal FeedSubscription(EventFeed feed, IEventReader reader, FeedFilter filter, FeedPosition after)
    {
        (_feed, _reader, _filter, Position) = (feed, reader, filter, after);
    }

    /// <summary>Everything up to here was delivered.</summary>
    public FeedPosition Position { get; private set; }

    /// <summary>The batches, without end, until cancelled. A failing store throws <see cref="EventStorageException"/>; calling again resumes.</summary>
    public async IAsyncEnumerable<FeedBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        var isCaughtUp = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var advanced = _feed.Advanced;
            var buffered = isCaughtUp ? _feed.TryReadBuffer(Position) : null;
            if (buffered is not { } run)
            {
                if (isCaughtUp)
                    _feed.ReportCatchUp(Position);
                var read = new FeedRead { After = Position, CountMax = _feed.BatchEventsMax, Filter = _filter };
                var page = (await _reader.ReadFeedAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
                var hasMoved = page.Next > Position;
                Position = hasMoved ? page.Next : Position;
                var wasCaughtUp = isCaughtUp;
                isCaughtUp = page.IsEnd;
                if (hasMoved || !wasCaughtUp)
                    yield return new FeedBatch(page.Events, Position, isCaughtUp);
                if (isCaughtUp && _feed.TryReadBuffer(Position) is null)
                    await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (run.Tail > Position)
            {
                Position = run.Tail;
                yield return new FeedBatch([.. run.Events.Where(_filter.Passes)], Position, run.Events.Count < _feed.BatchEventsMax);
            }
            else
            {
                await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the subscription.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            _feed.Unsubscribe();
    }
}
