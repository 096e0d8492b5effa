using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>Looks at what is in a keyspace. Changes nothing.</summary>
/// <param name="session">To the cluster.</param>
/// <param name="keyspace">The keyspace; the options hold what it may be made of, so that it can stand in a statement.</param>
internal sealed class SchemaReader(ICqlSession session, string keyspace)
{
    private static readonly CqlCall OwnView = new() { Consistency = CqlConsistency.One, Label = "schema" };

    /// <summary>How the store's tables are.</summary>
    /// <exception cref="CqlException">The cluster can't tell.</exception>
    public async Task<SchemaFinding> FindAsync(CancellationToken cancellationToken)
    {
        if (await FindReplicationAsync(cancellationToken).ConfigureAwait(false) is null)
            return new SchemaFinding.NoKeyspace();
        if (!await HasTableAsync("store_info", cancellationToken).ConfigureAwait(false))
            return new SchemaFinding.NoStore();
        using var result = await session.ExecuteSimpleAsync(
            $"SELECT {StoreFacts.Columns} FROM {keyspace}.store_info WHERE id = 'store'",
            OwnView with { Consistency = CqlConsistency.LocalQuorum },
            cancellationToken).ConfigureAwait(false);
        result.Page.TryFirst(StoreFacts.Read, out var store);
        return store switch
        {
            null => new SchemaFinding.NoStore(),
            _ when store.SchemaVersion < SchemaScripts.Newest => new SchemaFinding.Older(store),
            _ when store.SchemaVersion > SchemaScripts.Newest => new SchemaFinding.Newer(store),
            _ => new SchemaFinding.Current(store),
        };
    }

    /// <summary>How the keyspace is replicated; null when there is none.</summary>
    public async Task<CqlReplication?> FindReplicationAsync(CancellationToken cancellationToken)
    {
        using var result = await session.ExecuteSimpleAsync(
            $"SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '{keyspace}'", OwnView, cancellationToken).ConfigureAwait(false);
        result.Page.TryFirst(
            static row =>
            {
                var options = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var pair in row.GetPairs(0))
                    options[pair.Key.AsText()] = pair.Value.AsText();
                return CqlReplication.Parse(options);
            },
            out var replication);
        return replication;
    }

    /// <summary>True when the keyspace has this table.</summary>
    public async Task<bool> HasTableAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            // The definitions name a table a moment before the node that makes it can be asked for its rows.
            (await session.ExecuteSimpleAsync($"SELECT * FROM {keyspace}.{table} LIMIT 1", OwnView, cancellationToken).ConfigureAwait(false)).Dispose();
            return true;
        }
        catch (CqlServerException e) when (e.Error.Code == CqlErrorCode.Invalid)
        {
            return false;
        }
    }
}
