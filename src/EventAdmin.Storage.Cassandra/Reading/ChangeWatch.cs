using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>
/// Looks at the shard's marker, often while it moves and seldom while it stands, and raises the store's signal when it has moved: so this
/// instance sees what others append. Thread-safe.
/// </summary>
/// <param name="around">What every read needs.</param>
/// <param name="shards">Reads the row.</param>
/// <param name="changed">Raised when something was committed, once for each move.</param>
internal sealed class ChangeWatch(ReadSurroundings around, ShardReader shards, FeedSignal changed)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);

    private readonly FeedSignal _heard = new();
    private readonly Lock _guardsSeen = new();
    private (long Committed, long Deletions) _seen;

    /// <summary>Looks until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = PauseMin;
        while (!stopping.IsCancellationRequested)
        {
            var heard = _heard.Next;
            try
            {
                var shard = await shards.FindAsync(new ReadRun(around, ReadOptions.Default, ReadKind.Feed), stopping).ConfigureAwait(false);
                var hasMoved = shard is not null && Note(shard);
                pause = hasMoved ? PauseMin : pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
            catch (EventStorageException)
            {
                // Whoever reads hears what is wrong; here it only means that nothing new is known.
                pause = PauseMax;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.WhenAny(heard, Task.Delay(pause, around.Timers, stopping)).ConfigureAwait(false);
        }
    }

    /// <summary>Looks at once: another instance says that it committed numbers up to this one.</summary>
    public void Hear(long committed)
    {
        lock (_guardsSeen)
        {
            if (committed < _seen.Committed)
                return;
        }

        _heard.Raise();
    }

    /// <summary>Notes what is committed and raises the signal when that is news.</summary>
    public bool Note(ShardRow shard)
    {
        lock (_guardsSeen)
        {
            if (shard.Committed <= _seen.Committed && shard.Deletions <= _seen.Deletions)
                return false;
            _seen = (Math.Max(shard.Committed, _seen.Committed), Math.Max(shard.Deletions, _seen.Deletions));
        }

        changed.Raise();
        return true;
    }
}
