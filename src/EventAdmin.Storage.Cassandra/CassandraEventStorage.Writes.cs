using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra;

public sealed partial class CassandraEventStorage
{
    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (AppendRules.Check(request, _around.Limits) is { } refused)
            return refused;
        return _opened is { } opened
            ? await opened.AppendAsync(request, cancellationToken).ConfigureAwait(false)
            : new AppendOutcome.Refused(RefusalReason.Degraded, _notOpen.Message);
    }

    /// <inheritdoc/>
    public async Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streams);
        var opened = Opened;
        if (opened.ReadOnlyReason is { } reason)
            throw new StoreUnusableException(reason);
        var deleted = await opened.Appender.DeleteAsync(streams, cancellationToken).ConfigureAwait(false);
        foreach (var stream in streams)
            await opened.Snapshots.DeleteOfAsync(stream, cancellationToken).ConfigureAwait(false);
        return deleted;
    }

    /// <inheritdoc/>
    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        Opened.Snapshots.FindSnapshotAsync(stream, reducer, cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) => Opened.Snapshots.SaveSnapshotAsync(snapshot, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        Opened.Snapshots.DeleteSnapshotAsync(stream, reducer, cancellationToken);
}
