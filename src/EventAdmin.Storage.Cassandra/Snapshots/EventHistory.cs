using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Snapshots;

/// <summary>The history of streams as <c>events</c> has it: one cell of one row is read. Thread-safe.</summary>
/// <param name="tables">The tables.</param>
/// <param name="buckets">The buckets of streams.</param>
internal sealed class EventHistory(StoreTables tables, Buckets buckets) : IHistory
{
    private const string Select = "SELECT epoch, hash FROM {keyspace}.events WHERE stream_id = ? AND bucket = ? AND version = ?";

    /// <inheritdoc/>
    public async Task<HistoryHash?> FindAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken)
    {
        foreach (var bucket in buckets.Holding(version.Value))
        {
            var read = new TableRead
            {
                Text = Select,
                Bind = values => values.Text(stream.Value).Int32(bucket).Int64(version.Value),
                Level = tables.Levels.Commit,
            };
            var rows = await tables.ReadAsync(read, static row => (Epoch: row.GetInt32(0), Hash: HashCells.Read(row, 1)), cancellationToken).ConfigureAwait(false);
            // Of siblings the one of the higher epoch is the event.
            if (rows.Count > 0)
                return rows.MaxBy(static row => row.Epoch).Hash;
        }

        return null;
    }
}
