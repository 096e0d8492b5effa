using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>The rows of <c>stream_heads</c>. Thread-safe.</summary>
internal sealed class HeadTable(StoreTables tables)
{
    private const int AtOnce = 32;

    private const string Select = """
        SELECT first_version, last_version, first_at, last_at, last_position, bytes, deletion, first_before
        FROM {keyspace}.stream_heads WHERE generation = ? AND stream_id = ?
        """;

    private const string Insert = """
        INSERT INTO {keyspace}.stream_heads (generation, stream_id, first_version, last_version, first_at, last_at, last_position, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Empty = """
        UPDATE {keyspace}.stream_heads SET first_version = ?, deletion = ?, first_before = ? WHERE generation = ? AND stream_id = ?
        """;

    private const string Delete = "DELETE FROM {keyspace}.stream_heads WHERE generation = ? AND stream_id = ?";

    /// <summary>The head of a stream; null when it never had one.</summary>
    public Task<HeadRow?> FindAsync(int generation, StreamId stream, CqlConsistency level, CancellationToken cancellationToken) => tables.ReadOneAsync(
        new TableRead { Text = Select, Bind = values => values.Int32(generation).Text(stream.Value), Level = level },
        row => Read(row, stream),
        cancellationToken);

    /// <summary>The heads of streams, in their order; null where there is none.</summary>
    public async Task<IReadOnlyList<HeadRow?>> FindAsync(
        int generation, IReadOnlyList<StreamId> streams, CqlConsistency level, CancellationToken cancellationToken)
    {
        var heads = new HeadRow?[streams.Count];
        await Parallel.ForAsync(0, streams.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
            heads[i] = await FindAsync(generation, streams[i], level, token).ConfigureAwait(false)).ConfigureAwait(false);
        return heads;
    }

    /// <summary>Says how a stream stands after events were added.</summary>
    public static TableWrite Put(int generation, HeadRow head, long timestamp) => new(
        Insert,
        values =>
        {
            values.Int32(generation).Text(head.Stream.Value).Int64(head.First).Int64(head.Last);
            if (head.FirstAt is { } firstAt)
                values.Int64(firstAt.UtcTicks);
            else
                values.Unset();
            values.Int64(head.LastAt.UtcTicks).Int64(head.Position).Int64(head.Bytes);
        },
        timestamp);

    /// <summary>Says that a deletion left nothing of a stream before a version.</summary>
    public static TableWrite PutEmpty(int generation, HeadRow head, long timestamp) => new(
        Empty,
        values => values.Int64(head.First).Int64(head.Deletion).Int64(head.FirstBefore).Int32(generation).Text(head.Stream.Value),
        timestamp);

    /// <summary>Takes a head of a generation that nobody reads away.</summary>
    public static TableWrite Remove(int generation, StreamId stream, long timestamp) =>
        new(Delete, values => values.Int32(generation).Text(stream.Value), timestamp);

    private static HeadRow? Read(CqlRow row, StreamId stream) => row.IsNull(1) ? null : new HeadRow
    {
        Stream = stream,
        First = row.GetInt64(0),
        Last = row.GetInt64(1),
        FirstAt = row.IsNull(2) ? null : new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
        LastAt = new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero),
        Position = row.GetInt64(4),
        Bytes = row.GetInt64(5),
        Deletion = row.IsNull(6) ? 0 : row.GetInt64(6),
        FirstBefore = row.IsNull(7) ? 0 : row.GetInt64(7),
    };
}
