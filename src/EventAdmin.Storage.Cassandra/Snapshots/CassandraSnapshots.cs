using System.Security.Cryptography;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Snapshots;

/// <summary>
/// Snapshots, several of each stream and reducer. One that does not stand for the stream's history is deleted when it is met and never
/// handed out. Thread-safe.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="history">What snapshots are held against.</param>
internal sealed class CassandraSnapshots(StoreTables tables, IHistory history) : ISnapshotStore
{
    // States above go into chunks: a row of many megabytes would be read whole where only its version is wanted.
    private const int InlineBytesMax = 256 * 1024;
    private const int ChunkBytes = 512 * 1024;
    private const int Shape = 1;

    private const string Key = "stream_id = ? AND reducer = ? AND shape = ?";
    private const string SelectAtMost =
        "SELECT version, event_id, taken_at, taken_finer, state, state_chunks, state_hash, history_hash FROM {keyspace}.snapshots WHERE "
        + Key + " AND version <= ? LIMIT 1";

    private const string SelectVersions = "SELECT version FROM {keyspace}.snapshots WHERE " + Key;
    private const string DeleteVersion = "DELETE FROM {keyspace}.snapshots WHERE " + Key + " AND version = ?";
    private const string DeleteAll = "DELETE FROM {keyspace}.snapshots WHERE stream_id = ? AND reducer = ?";
    private const string SelectReducers = "SELECT reducer FROM {keyspace}.snapshot_reducers WHERE stream_id = ?";
    private const string DeleteReducers = "DELETE FROM {keyspace}.snapshot_reducers WHERE stream_id = ?";
    private const string InsertReducer = "INSERT INTO {keyspace}.snapshot_reducers (stream_id, reducer) VALUES (?, ?)";

    private const string Insert = """
        INSERT INTO {keyspace}.snapshots (stream_id, reducer, shape, version, event_id, taken_at, taken_finer, state, state_chunks, state_hash, history_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string InsertChunk = "INSERT INTO {keyspace}.snapshot_chunks (stream_id, reducer, version, state_hash, chunk, data) VALUES (?, ?, ?, ?, ?, ?)";
    private const string SelectChunks = "SELECT chunk, data FROM {keyspace}.snapshot_chunks WHERE stream_id = ? AND reducer = ? AND version = ? AND state_hash = ?";
    private const string DeleteChunks = "DELETE FROM {keyspace}.snapshot_chunks WHERE stream_id = ? AND reducer = ? AND version = ? AND state_hash = ?";

    /// <inheritdoc/>
    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        FindSnapshotAsync(stream, reducer, atMost: null, cancellationToken);

    /// <summary>The newest snapshot that stands at a version or before it; null when none does.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="reducer">The reducer's key.</param>
    /// <param name="atMost">The version; null for any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, StreamVersion? atMost, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = ReadOf(SelectAtMost, values => BindKey(values, stream, reducer).Int64(atMost?.Value ?? long.MaxValue));
            var found = await tables.ReadOneAsync(read, row => Read(row, stream, reducer), cancellationToken).ConfigureAwait(false);
            if (found is null)
                return null;
            if (await IsOfHistoryAsync(found.Snapshot, cancellationToken).ConfigureAwait(false)
                && await CompleteAsync(found, cancellationToken).ConfigureAwait(false) is { } whole)
            {
                return whole;
            }

            await DeleteAsync(found, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var chunks = snapshot.State.Length > InlineBytesMax ? (snapshot.State.Length + ChunkBytes - 1) / ChunkBytes : 0;
        for (var i = 0; i < chunks; i++)
            await WriteChunkAsync(snapshot, (short)i, cancellationToken).ConfigureAwait(false);
        await WriteAsync(InsertReducer, values => values.Text(snapshot.Stream.Value).Text(snapshot.Reducer), cancellationToken).ConfigureAwait(false);
        await WriteAsync(Insert, values => Bind(values, snapshot, (short)chunks), cancellationToken).ConfigureAwait(false);
        await ThinAsync(snapshot.Stream, snapshot.Reducer, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        WriteAsync(DeleteAll, values => values.Text(stream.Value).Text(reducer), cancellationToken);

    /// <summary>Forgets every snapshot of a stream.</summary>
    public async Task DeleteOfAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var read = ReadOf(SelectReducers, values => values.Text(stream.Value));
        foreach (var reducer in await tables.ReadAsync(read, static row => row.GetText(0), cancellationToken).ConfigureAwait(false))
            await DeleteSnapshotAsync(stream, reducer, cancellationToken).ConfigureAwait(false);
        await WriteAsync(DeleteReducers, values => values.Text(stream.Value), cancellationToken).ConfigureAwait(false);
    }

    // A store that keeps no history gives none; then its reader holds the snapshot against the event.
    private async Task<bool> IsOfHistoryAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        snapshot.History == default
        || await history.FindAsync(snapshot.Stream, snapshot.Version, cancellationToken).ConfigureAwait(false) == snapshot.History;

    // Null when its chunks are not what was written.
    private async Task<Snapshot?> CompleteAsync(StoredSnapshot found, CancellationToken cancellationToken)
    {
        if (found.Chunks == 0)
            return found.Snapshot;
        var read = ReadOf(SelectChunks, values => BindChunkKey(values, found.Snapshot));
        var chunks = await tables.ReadAsync(read, static row => row.GetBlob(1).ToArray(), cancellationToken).ConfigureAwait(false);
        var state = new byte[chunks.Sum(chunk => chunk.Length)];
        var length = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(state, length);
            length += chunk.Length;
        }

        return SHA256.HashData(state).AsSpan().SequenceEqual(found.Snapshot.StateHash.Span) ? found.Snapshot with { State = state } : null;
    }

    private async Task ThinAsync(StreamId stream, string reducer, CancellationToken cancellationToken)
    {
        var read = ReadOf(SelectVersions, values => BindKey(values, stream, reducer));
        var versions = await tables.ReadAsync(read, static row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        foreach (var version in SnapshotLadder.Surplus(versions))
        {
            var one = ReadOf(SelectAtMost, values => BindKey(values, stream, reducer).Int64(version));
            if (await tables.ReadOneAsync(one, row => Read(row, stream, reducer), cancellationToken).ConfigureAwait(false) is { } surplus)
                await DeleteAsync(surplus, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeleteAsync(StoredSnapshot stored, CancellationToken cancellationToken)
    {
        var snapshot = stored.Snapshot;
        await WriteAsync(DeleteVersion, values => BindKey(values, snapshot.Stream, snapshot.Reducer).Int64(snapshot.Version.Value), cancellationToken).ConfigureAwait(false);
        if (stored.Chunks > 0)
            await WriteAsync(DeleteChunks, values => BindChunkKey(values, snapshot), cancellationToken).ConfigureAwait(false);
    }

    private Task WriteChunkAsync(Snapshot snapshot, short chunk, CancellationToken cancellationToken)
    {
        var from = chunk * ChunkBytes;
        var data = snapshot.State.Slice(from, Math.Min(ChunkBytes, snapshot.State.Length - from));
        return WriteAsync(InsertChunk, values => BindChunkKey(values, snapshot).Int16(chunk).Blob(data.Span), cancellationToken);
    }

    private Task WriteAsync(string text, Action<CqlValues> bind, CancellationToken cancellationToken) =>
        tables.WriteAsync(new TableWrite(text, bind, TimestampMicros: null), cancellationToken);

    private TableRead ReadOf(string text, Action<CqlValues> bind) => new() { Text = text, Bind = bind, Level = tables.Levels.Commit };

    private static CqlValues BindKey(CqlValues values, StreamId stream, string reducer) => values.Text(stream.Value).Text(reducer).Int32(Shape);

    private static CqlValues BindChunkKey(CqlValues values, Snapshot snapshot) =>
        values.Text(snapshot.Stream.Value).Text(snapshot.Reducer).Int64(snapshot.Version.Value).Blob(snapshot.StateHash.Span);

    private static void Bind(CqlValues values, Snapshot snapshot, short chunks)
    {
        var milliseconds = snapshot.TakenAt.ToUnixTimeMilliseconds();
        BindKey(values, snapshot.Stream, snapshot.Reducer).Int64(snapshot.Version.Value).Guid(snapshot.EventId.Value)
            .TimestampMilliseconds(milliseconds)
            .Int16((short)(snapshot.TakenAt.UtcTicks - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcTicks));
        if (chunks == 0)
            values.Blob(snapshot.State.Span);
        else
            values.Null();
        Span<byte> history = stackalloc byte[HistoryHash.Length];
        snapshot.History.WriteTo(history);
        values.Int16(chunks).Blob(snapshot.StateHash.Span).Blob(history);
    }

    private static StoredSnapshot Read(CqlRow row, StreamId stream, string reducer) => new(
        new Snapshot
        {
            Stream = stream,
            Reducer = reducer,
            Version = StreamVersion.Of(row.GetInt64(0)),
            EventId = new EventId(row.GetGuid(1)),
            TakenAt = row.GetTimestamp(2).AddTicks(row.GetInt16(3)),
            State = row.IsNull(4) ? default : row.GetBlob(4).ToArray(),
            StateHash = row.GetBlob(6).ToArray(),
            History = new HistoryHash(row.GetBlob(7)),
        },
        row.GetInt16(5));

    private sealed record StoredSnapshot(Snapshot Snapshot, short Chunks);
}
