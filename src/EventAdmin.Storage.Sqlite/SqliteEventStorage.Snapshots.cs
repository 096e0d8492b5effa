using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    private const string SelectSnapshot = "SELECT version, event_id, taken_at, state_hash, state, history_hash FROM snapshots WHERE stream = ?1 AND reducer = ?2";
    private const string DeleteSnapshot = "DELETE FROM snapshots WHERE stream = ?1 AND reducer = ?2";

    private const string UpsertSnapshot = """
        INSERT INTO snapshots (stream, reducer, version, event_id, taken_at, state_hash, state, history_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (stream, reducer) DO UPDATE SET
            version = excluded.version, event_id = excluded.event_id, taken_at = excluded.taken_at,
            state_hash = excluded.state_hash, state = excluded.state, history_hash = excluded.history_hash
        """;

    /// <inheritdoc/>
    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        ReadAsync((database, _) => FindSnapshot(database, stream, reducer), cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _writer.ChangeAsync(database =>
        {
            using var row = database.Prepare(UpsertSnapshot);
            row.Bind(1, snapshot.Stream.Value)
                .Bind(2, snapshot.Reducer)
                .Bind(3, snapshot.Version.Value)
                .Bind(4, snapshot.EventId.Value)
                .Bind(5, Instants.ToStore(snapshot.TakenAt))
                .Bind(6, snapshot.StateHash.Span)
                .Bind(7, snapshot.State.Span)
                .Bind(8, snapshot.History)
                .Run();
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(database =>
        {
            using var row = database.Prepare(DeleteSnapshot);
            row.Bind(1, stream.Value).Bind(2, reducer).Run();
        }, cancellationToken);

    private static Snapshot? FindSnapshot(SqliteDatabase database, StreamId stream, string reducer)
    {
        using var row = database.Prepare(SelectSnapshot);
        if (!row.Bind(1, stream.Value).Bind(2, reducer).Step())
            return null;
        return new Snapshot
        {
            Stream = stream,
            Reducer = reducer,
            Version = StreamVersion.Of(row.Number(0)),
            EventId = new EventId(row.Guid(1)),
            TakenAt = Instants.FromStore(row.Number(2)),
            StateHash = row.Bytes(3).ToArray(),
            State = row.Bytes(4).ToArray(),
            History = row.Hash(5) ?? default,
        };
    }
}
