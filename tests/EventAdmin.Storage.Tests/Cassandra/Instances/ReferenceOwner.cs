using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Storage.Cassandra.Owning;

namespace EventAdmin.Storage.Tests.Cassandra.Instances;

/// <summary>An owner that keeps everything in memory, and can be made to hold what it was asked until it is let go.</summary>
internal sealed class ReferenceOwner : IShardOwner
{
    private readonly InMemoryEventStorage _storage = new(new EventLimits(), TimeProvider.System);

    /// <summary>Ends when an append has come.</summary>
    public TaskCompletionSource<OwnerAppend> Came { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Appends are answered when this ends.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What it answers instead; null to do what it is asked.</summary>
    public OwnerAnswer<AppendOutcome>? Instead { get; set; }

    public IEventStorage Storage => _storage;

    public async Task<OwnerAnswer<AppendOutcome>> AppendAsync(OwnerAppend append, CancellationToken cancellationToken)
    {
        Came.TrySetResult(append);
        if (Instead is not null)
            return Instead;
        // As a real owner does: what it has taken goes on, whoever waits.
        var outcome = await _storage.AppendAsync(append.Request, CancellationToken.None);
        await Gate.WaitAsync(cancellationToken);
        return new OwnerAnswer<AppendOutcome>.Told(outcome);
    }

    public async Task<OwnerAnswer<int>> DeleteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken) =>
        new OwnerAnswer<int>.Told(await _storage.DeleteStreamsAsync(streams, cancellationToken));

    public async Task<OwnerAnswer<AppendOutcome?>> AskAsync(OwnerAppend append, CancellationToken cancellationToken)
    {
        var found = await _storage.LookUpAsync(new EventLookup { Append = append.Request.Id, CountMax = 1 }, ReadOptions.Default, cancellationToken);
        return new OwnerAnswer<AppendOutcome?>.Told(found.Value.Events.Count == 0 ? null : await _storage.AppendAsync(append.Request, cancellationToken));
    }
}
