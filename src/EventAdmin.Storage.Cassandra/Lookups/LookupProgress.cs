using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Checkpoints;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>How far the look-ups are, whichever instance writes them. Thread-safe.</summary>
internal sealed class LookupProgress(CheckpointTable checkpoints, ICommittedHistory history, CqlConsistency level, TimeProvider clock)
{
    /// <summary>The subscription, its lease's scope included.</summary>
    public const string Subscription = "$lookups";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Raised where this instance has moved them.</summary>
    public FeedSignal Moved { get; } = new();

    /// <summary>What they are complete to.</summary>
    public async Task<LookupState> FindAsync(CancellationToken cancellationToken) =>
        LookupState.Of(await checkpoints.FindAsync(Subscription, level, cancellationToken).ConfigureAwait(false), history.Shard);

    /// <summary>Waits until they hold everything that was committed before the call.</summary>
    public async Task<LookupState> WaitUntilCompleteAsync(CancellationToken cancellationToken)
    {
        var end = await history.FindEndAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var moved = Moved.Next;
            var state = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (state.Point.Covers(end))
                return state;
            await Task.WhenAny(moved, Task.Delay(BetweenLooks, clock, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
