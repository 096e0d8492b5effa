using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Benchmarks.Clusters;

/// <summary>What an append costs without an owner, a log and a feed: the same rows into a table of the same shape, through the same client.</summary>
internal sealed class BareStatements
{
    private readonly ICqlSession _session;
    private readonly ICqlStatement _write;
    private readonly ICqlStatement _head;
    private readonly ICqlStatement _writePlain;
    private readonly HistoryHasher _hasher = new();

    private BareStatements(ICqlSession session, ICqlStatement write, ICqlStatement head, ICqlStatement writePlain) =>
        (_session, _write, _head, _writePlain) = (session, write, head, writePlain);

    public static async Task<BareStatements> PrepareAsync(ICqlSession session, string keyspace)
    {
        var write = $"INSERT INTO {keyspace}.events (stream_id, bucket, {EventRows.Columns}) VALUES (?, ?, {EventRows.Markers})";
        return new BareStatements(
            session,
            await session.PrepareAsync(write, CqlStatementKind.Conditional, CancellationToken.None),
            await session.PrepareAsync($"UPDATE {keyspace}.events SET head = ? WHERE stream_id = ? AND bucket = ? IF head = ?", CqlStatementKind.Conditional, CancellationToken.None),
            await session.PrepareAsync(write, CqlStatementKind.IdempotentWrite, CancellationToken.None));
    }

    /// <summary>The rows that an append comes to, made beforehand: only sending them is measured.</summary>
    public StoredEvent[] RowsOf(AppendRequest append)
    {
        var (stream, first) = (append.Streams[0], FirstOf(append));
        var hash = HistoryHasher.Seed(stream.Stream);
        return
        [
            .. stream.Events.Select((e, i) => StoredEvent.From(
                new RecordedEvent
                {
                    Id = e.Id,
                    Stream = stream.Stream,
                    Version = StreamVersion.Of(first + i),
                    Position = FeedPosition.FromStore(1),
                    Type = e.Type,
                    Data = e.Data,
                    RecordedAt = DateTimeOffset.UnixEpoch,
                    OccurredAt = e.OccurredAt ?? DateTimeOffset.UnixEpoch,
                    Append = append.Id,
                    Metadata = e.Metadata,
                },
                new StoredPlace("dc1.1", 0, 1, (short)i, (short)stream.Events.Count, (short)i, (short)stream.Events.Count, 0, hash),
                _hasher)),
        ];
    }

    /// <summary>One append as one conditional batch.</summary>
    public async Task AppendAsync(StoredEvent[] rows)
    {
        var entries = new List<CqlBatchEntry>(rows.Length + 1);
        foreach (var row in rows)
            entries.Add(new CqlBatchEntry(_write, Bind(_write, row)));
        var head = new CqlValues(_head.BindColumns).Int64(rows[^1].Version).Text(rows[0].Stream.Value).Int32(0);
        entries.Add(new CqlBatchEntry(_head, rows[0].Version == 0 ? head.Null() : head.Int64(rows[0].Version - 1)));
        using var result = await _session.ExecuteBatchAsync(new CqlBatch(CqlStatementKind.Conditional, entries), Conditional, CancellationToken.None);
        foreach (var entry in entries)
            entry.Values.Dispose();
        if (result.Applied != true)
            throw new InvalidOperationException("Expected every batch to be applied.");
    }

    /// <summary>Two plain inserts and one conditional update, one after the other.</summary>
    public async Task WriteTwiceAndUpdateAsync(StoredEvent[] rows)
    {
        await WriteAsync(rows[0]);
        using (var values = new CqlValues(_head.BindColumns))
        {
            values.Int64(rows[0].Version).Text("marker").Int32(0);
            if (rows[0].Version == 0)
                values.Null();
            else
                values.Int64(rows[0].Version - 1);
            using var result = await _session.ExecuteAsync(_head, values, Conditional, CancellationToken.None);
        }

        await WriteAsync(rows[0]);
    }

    private static CqlCall Conditional { get; } = new()
    {
        Consistency = CqlConsistency.LocalQuorum,
        SerialConsistency = CqlConsistency.LocalSerial,
        Label = "P0",
    };

    private static CqlCall Plain { get; } = new() { Consistency = CqlConsistency.LocalQuorum, Label = "P0" };

    private static long FirstOf(AppendRequest append) => append.Streams[0].Expected.ExactVersion is { } last ? last.Value + 1 : 0;

    private static CqlValues Bind(ICqlStatement statement, StoredEvent row) =>
        EventRows.Bind(new CqlValues(statement.BindColumns).Text(row.Stream.Value).Int32(0), row);

    private async Task WriteAsync(StoredEvent row)
    {
        using var values = Bind(_writePlain, row);
        using var written = await _session.ExecuteAsync(_writePlain, values, Plain, CancellationToken.None);
    }
}
