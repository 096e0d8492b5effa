using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    /// <inheritdoc/>
    public Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streams);
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.DeleteAsync(streams, cancellationToken);
    }
}
