using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Reads the row of a shard. Thread-safe.</summary>
internal sealed class ShardReader(ReadSurroundings around)
{
    private readonly string _select = $"SELECT {ShardRow.Columns} FROM {around.Keyspace}.shards WHERE line = ? AND shard = ?";

    /// <summary>The shard's row at the read's level, serially for a settled read; null before the store's first owner.</summary>
    public async Task<ShardRow?> FindAsync(ReadRun run, CancellationToken cancellationToken)
    {
        var level = run.IsSettled ? around.Store.SerialLevel : Stronger(run.Level);
        using var result = await run.ExecuteAsync(
            _select, values => values.Text(around.Store.Line).Int16(0), level, default, cancellationToken).ConfigureAwait(false);
        // A partition whose claim was refused has no row, and one of which only a part was ever written none that could be read.
        return result.Page.TryFirst(static row => row.IsNull(2) ? null : ShardRow.Read(row), out var shard) ? shard : null;
    }

    // The marker of a reader that is content with one copy is read like any other's: its row is what says what there is to read.
    private CqlConsistency Stronger(CqlConsistency level) =>
        level is CqlConsistency.Quorum or CqlConsistency.EachQuorum or CqlConsistency.All ? level : around.Store.CommitLevel;
}
