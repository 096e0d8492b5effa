using EventAdmin.Storage.Cassandra.Checkpoints;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>One generation of the look-ups on its way through the history, under one lease. Not thread-safe.</summary>
internal sealed class LookupGeneration(
    string subscription, int epoch, LookupState state, ICommittedHistory history, LookupWriter writer, CheckpointTable checkpoints)
{
    /// <summary>Where it stands.</summary>
    public LookupState State { get; private set; } = state;

    /// <summary>Takes what follows. False at the end.</summary>
    /// <exception cref="OperationCanceledException">The checkpoint belongs to a later holder.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var slice = await history.ReadAsync(State.Point, cancellationToken).ConfigureAwait(false);
        if (slice.IsEnd)
            return false;
        if (slice.Deletion is { } deletion)
        {
            await writer.WriteAsync(deletion, State.Point.Seq, cancellationToken).ConfigureAwait(false);
            await MoveAsync(State with { Point = State.Point with { Deletions = deletion.Number } }, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await writer.WriteAsync(slice.Frames, cancellationToken).ConfigureAwait(false);
            await MoveAsync(State with { Point = State.Point with { Seq = slice.Frames[^1].Last } }, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Makes this the generation that is read, under the name of the subscription that is read.</summary>
    public async Task PublishAsync(string name, CancellationToken cancellationToken) =>
        await MoveAsync(name, State, cancellationToken).ConfigureAwait(false);

    private async Task MoveAsync(LookupState to, CancellationToken cancellationToken)
    {
        await MoveAsync(subscription, to, cancellationToken).ConfigureAwait(false);
        State = to;
    }

    private async Task MoveAsync(string name, LookupState to, CancellationToken cancellationToken)
    {
        if (!await checkpoints.MoveAsync(name, to.ToCheckpoint(epoch, history.Shard), cancellationToken).ConfigureAwait(false))
            throw new OperationCanceledException($"Another instance has taken over '{name}'.");
    }
}
