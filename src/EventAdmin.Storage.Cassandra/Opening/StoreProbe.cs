using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Reading;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>
/// Whether the store can do what an append needs: a read by a quorum and a conditional write, on a row of its own in <c>leases</c>. A node that
/// answers proves nothing. Not thread-safe: one loop asks.
/// </summary>
internal sealed class StoreProbe(ReadSurroundings around, Guid instance)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _scope = $"probe/{instance}";
    private long _beat;

    /// <summary>What is wrong, as an exception that says it; null when nothing is.</summary>
    public async Task<EventStorageException?> TryAsync(CancellationToken cancellationToken)
    {
        var commit = around.Store.CommitLevel;
        try
        {
            await ExecuteAsync(
                $"SELECT schema_version FROM {around.Keyspace}.store_info WHERE id = ?", CqlStatementKind.Read, static values => values.Text("store"), commit, cancellationToken).ConfigureAwait(false);
        }
        catch (CqlException e)
        {
            return e.ToStorage(commit);
        }

        try
        {
            // A beat that was lost on the way is overwritten by the next one: only whether it could be decided matters.
            _beat++;
            await ExecuteAsync(
                $"UPDATE {around.Keyspace}.leases SET beat = ? WHERE scope = ? IF beat != ?",
                CqlStatementKind.Conditional,
                values => values.Int64(_beat).Text(_scope).Int64(_beat),
                commit,
                cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CqlException e)
        {
            return e.ToStorage(around.Store.SerialLevel);
        }
    }

    /// <summary>Takes its row away.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(
                $"DELETE FROM {around.Keyspace}.leases WHERE scope = ? IF EXISTS", CqlStatementKind.Conditional, values => values.Text(_scope), around.Store.CommitLevel, cancellationToken).ConfigureAwait(false);
        }
        catch (CqlException)
        {
            // It stays, as after a crash; nobody reads it.
        }
    }

    private async Task ExecuteAsync(string text, CqlStatementKind kind, Action<CqlValues> bind, CqlConsistency level, CancellationToken cancellationToken)
    {
        var statement = await around.Session.PrepareAsync(text, kind, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(statement.BindColumns);
        bind(values);
        var call = new CqlCall
        {
            Consistency = level,
            SerialConsistency = kind == CqlStatementKind.Conditional ? around.Store.SerialLevel : null,
            Datacenter = around.Store.HomeDatacenter,
            Timeout = Patience,
            Label = "P0",
        };
        (await around.Session.ExecuteAsync(statement, values, call, cancellationToken).ConfigureAwait(false)).Dispose();
    }
}
