using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>An owner's statements, each sent once; what a failure means is for the caller to say. Thread-safe.</summary>
internal sealed partial class ShardStore(ICqlSession session, ShardSettings settings)
{
    private readonly ShardStatements _texts = new(settings.Keyspace, settings.Rules);

    /// <summary>Reads the shard's row at the serial level: as it is now. Null before it is made.</summary>
    public Task<ShardRow?> ReadShardAsync(CancellationToken cancellationToken) => ReadOneAsync(
        _texts.ReadShard, values => values.Text(settings.Line).Int16(settings.Shard), settings.SerialLevel, ShardRow.Read, cancellationToken);

    /// <summary>Makes the shard's row, where there is none.</summary>
    public async Task CreateShardAsync(CancellationToken cancellationToken)
    {
        using var made = await DecideAsync(
            _texts.CreateShard,
            values => values.Text(settings.Line).Int16(settings.Shard).Int32(0).Int64(0).Int64(0).Int64(0).Int64(0).Int32(0),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces one image of the shard's row by the next, as the owner.</summary>
    /// <returns>Null when it did; else the row as it was met, as far as that was told.</returns>
    public Task<MetRow?> MoveMarkerAsync(ShardRow from, ShardRow to, CancellationToken cancellationToken)
    {
        var rules = settings.Rules;
        var conditions = !rules.MarkerNeedsTheEpoch ? Conditions.Committed
            : rules.MarkerNeedsItsPlace ? Conditions.All
            : Conditions.Epoch;
        return ReplaceAsync(_texts.MoveMarker, conditions, from, to, cancellationToken);
    }

    /// <summary>Replaces one image of the shard's row by the next, as its new owner.</summary>
    /// <returns>Null when it did; else the row as it was met.</returns>
    public Task<MetRow?> ClaimAsync(ShardRow from, ShardRow to, CancellationToken cancellationToken) => ReplaceAsync(
        _texts.ClaimShard, settings.Rules.ClaimReplacesWhatItRead ? Conditions.All : Conditions.Epoch, from, to, cancellationToken);

    private enum Conditions
    {
        All,
        Epoch,
        Committed,
    }

    private async Task<MetRow?> ReplaceAsync(string text, Conditions conditions, ShardRow from, ShardRow to, CancellationToken cancellationToken)
    {
        using var result = await DecideAsync(
            text,
            values =>
            {
                BindCells(values, to);
                values.Text(settings.Line).Int16(settings.Shard);
                if (conditions != Conditions.Committed)
                    values.Int32(from.Epoch);
                if (conditions != Conditions.Epoch)
                    values.Int64(from.Committed);
                if (conditions == Conditions.All)
                    values.Int64(from.Beat);
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Applied == true)
            return null;
        return result.Page.TryFirst(row => MetRow.Read(result.Page, row), out var met) ? met : new MetRow(null, null, null);
    }

    private static void BindCells(CqlValues values, ShardRow row)
    {
        values.Int32(row.Epoch);
        if (row.Owner is { } owner)
            values.Guid(owner);
        else
            values.Null();
        if (row.Address is { } address)
            values.Text(address);
        else
            values.Null();
        values.Int64(row.Beat).Int64(row.Committed).Int64(row.Indexed).Hash(row.TailHash);
        if (row.RecordedAt is { } recordedAt)
            values.Timestamp(recordedAt);
        else
            values.Null();
        values.BeginCollection(row.Reigns.Count);
        foreach (var reign in row.Reigns)
            values.BeginTuple().Int32(reign.Epoch).Int64(reign.First).End();
        values.End();
        if (row.Closed is { } closed)
            values.Int64(closed);
        else
            values.Null();
        values.Int64(row.Deletions).Int32(row.DeletionsEpoch);
    }

    private async Task<CqlResult> DecideAsync(string text, Action<CqlValues> bind, CancellationToken cancellationToken)
    {
        var statement = await session.PrepareAsync(text, CqlStatementKind.Conditional, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(statement.BindColumns);
        bind(values);
        return await session.ExecuteAsync(
            statement, values, Call(settings.CommitLevel) with { SerialConsistency = settings.SerialLevel }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T?> ReadOneAsync<T>(
        string text, Action<CqlValues> bind, CqlConsistency level, CqlRowReader<T> reader, CancellationToken cancellationToken)
        where T : class
    {
        using var result = await ReadAsync(text, bind, Call(level), cancellationToken).ConfigureAwait(false);
        return result.Page.TryFirst(reader, out var row) ? row : null;
    }

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(string text, Action<CqlValues> bind, CqlRowReader<T> reader, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var call = Call(settings.CommitLevel);
        do
        {
            using var result = await ReadAsync(text, bind, call, cancellationToken).ConfigureAwait(false);
            rows.AddRange(result.Page.ToList(reader));
            call = call with { PagingState = result.NextPage };
        }
        while (!call.PagingState.IsEmpty);
        return rows;
    }

    private async Task<CqlResult> ReadAsync(string text, Action<CqlValues> bind, CqlCall call, CancellationToken cancellationToken)
    {
        var statement = await session.PrepareAsync(text, CqlStatementKind.Read, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(statement.BindColumns);
        bind(values);
        return await session.ExecuteAsync(statement, values, call, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(string text, Action<CqlValues> bind, long? timestamp, CancellationToken cancellationToken)
    {
        var statement = await session.PrepareAsync(text, CqlStatementKind.IdempotentWrite, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(statement.BindColumns);
        bind(values);
        using var result = await session.ExecuteAsync(
            statement, values, Call(settings.CommitLevel) with { TimestampMicros = timestamp }, cancellationToken).ConfigureAwait(false);
    }

    private CqlCall Call(CqlConsistency level) => new()
    {
        Consistency = level,
        Timeout = settings.CallTimeout,
        Datacenter = settings.Datacenter,
        Label = "P0",
    };
}

/// <summary>What a refused conditional statement says of the row that it met; null where it says nothing.</summary>
internal readonly record struct MetRow(int? Epoch, long? Committed, long? Beat)
{
    public static MetRow Read(CqlPage page, CqlRow row)
    {
        var (epoch, committed, beat) = (page.Columns.IndexOf("epoch"), page.Columns.IndexOf("committed"), page.Columns.IndexOf("beat"));
        return new MetRow(
            epoch < 0 || row.IsNull(epoch) ? null : row.GetInt32(epoch),
            committed < 0 || row.IsNull(committed) ? null : row.GetInt64(committed),
            beat < 0 || row.IsNull(beat) ? null : row.GetInt64(beat));
    }
}
