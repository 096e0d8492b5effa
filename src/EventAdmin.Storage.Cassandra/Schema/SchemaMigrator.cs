using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Leases;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>
/// Makes the tables of a store and brings them up to date. Statements go one at a time to the one node that every migrator would choose, and
/// the whole cluster has agreed on each before the next is sent: two ways of making one table must never meet.
/// </summary>
internal sealed class SchemaMigrator(ICqlSession session, CassandraOptions options, TimeProvider clock, ILogger logger)
{
    private const int TriesMax = 3;
    private const int CopiesWanted = 3;

    private static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(60);

    private readonly SchemaReader _reader = new(session, options.Keyspace);

    private CqlCall Conditional => new()
    {
        Consistency = options.Tier.CommitLevel(),
        SerialConsistency = options.Tier.SerialLevel(),
        Datacenter = options.Tier == StoreTier.Global ? null : options.HomeDatacenter,
        Label = "schema",
    };

    private LeaseTable Leases => new(new StoreTables(
        session, options.Keyspace, new StoreLevels(options.Tier.SerialLevel(), options.Tier.CommitLevel(), options.Tier == StoreTier.Global ? null : options.HomeDatacenter)));

    /// <summary>Brings the store to the newest schema, making it where there is none.</summary>
    /// <returns>The store as it is then; of a newer schema when it was so before.</returns>
    /// <exception cref="StoreUnusableException">The keyspace can't be made, or was made as no store may be.</exception>
    /// <exception cref="StoreUnavailableException">Nodes do not agree, or another migrator took over.</exception>
    public async Task<StoreFacts> MigrateAsync(CancellationToken cancellationToken)
    {
        var finding = await _reader.FindAsync(cancellationToken).ConfigureAwait(false);
        if (finding is SchemaFinding.NoKeyspace)
            await ChangeAsync(CreateKeyspace(), cancellationToken).ConfigureAwait(false);
        SchemaLease? lease = null;
        try
        {
            var current = VersionOf(finding);
            foreach (var statement in SchemaScripts.StatementsAfter(current, options.Keyspace))
            {
                if (lease is null && await _reader.HasTableAsync("leases", cancellationToken).ConfigureAwait(false))
                {
                    // Another migrator may just have made it, and any node may be asked for it.
                    await AgreeAsync(cancellationToken).ConfigureAwait(false);
                    lease = await SchemaLease.TakeAsync(Leases, clock, cancellationToken).ConfigureAwait(false);
                    finding = await _reader.FindAsync(cancellationToken).ConfigureAwait(false);
                    // Whoever held it before may have done all of it.
                    if (VersionOf(finding) > current)
                        break;
                }

                await ChangeAsync(statement, cancellationToken).ConfigureAwait(false);
                if (lease is not null && !await lease.BeatAsync(cancellationToken).ConfigureAwait(false))
                    throw new StoreUnavailableException("Another instance took over making the store's tables.");
            }

            if (finding is not (SchemaFinding.Current or SchemaFinding.Newer))
                await NoteVersionAsync(finding, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Where it can't be released, the next one waits for it to stand still.
            if (lease is not null && !cancellationToken.IsCancellationRequested)
                await lease.ReleaseAsync(cancellationToken).ConfigureAwait(false);
        }

        return await _reader.FindAsync(cancellationToken).ConfigureAwait(false) switch
        {
            SchemaFinding.Current found => found.Store,
            SchemaFinding.Newer found => found.Store,
            var found => throw new StoreUnavailableException($"The store's tables were made and then not found ({found.GetType().Name})."),
        };
    }

    private static int VersionOf(SchemaFinding finding) => finding switch
    {
        SchemaFinding.Older older => older.Store.SchemaVersion,
        SchemaFinding.Current current => current.Store.SchemaVersion,
        SchemaFinding.Newer newer => newer.Store.SchemaVersion,
        _ => 0,
    };

    private string CreateKeyspace()
    {
        var datacenters = session.Topology.Nodes.GroupBy(node => node.Datacenter, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var copies = Math.Min(CopiesWanted, datacenters.Values.Min());
        if (copies < CopiesWanted && !options.IsOneCopyAllowed)
        {
            throw new StoreUnusableException(
                $"There is no keyspace '{options.Keyspace}', and a datacenter of the cluster has only {copies} nodes, too few for {CopiesWanted} copies. Add nodes, or make the keyspace with as many copies as you trust.");
        }

        var factors = string.Join(", ", datacenters.Keys.Order(StringComparer.Ordinal).Select(datacenter => $"'{datacenter.Replace("'", "''", StringComparison.Ordinal)}': {copies}"));
        return $"CREATE KEYSPACE IF NOT EXISTS {options.Keyspace} WITH replication = {{'class': 'NetworkTopologyStrategy', {factors}}} AND durable_writes = true";
    }

    /// <summary>Sends one statement and waits until the cluster agrees.</summary>
    private async Task ChangeAsync(string statement, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SendAsync(statement, cancellationToken).ConfigureAwait(false);
            }
            catch (CqlException e) when (attempt < TriesMax && e.Outcome != CqlOutcome.Failed)
            {
                // Whether it took effect or not: when the nodes agree, it may be sent again.
                logger.SchemaStatementRepeated(e, attempt);
                await AgreeAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            await AgreeAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
    }

    private async Task SendAsync(string statement, CancellationToken cancellationToken)
    {
        // Nodes of other datacenters are not known to be up before they are asked.
        var nodes = session.Topology.Nodes.Where(node => node.State is CqlNodeState.Up or CqlNodeState.Unknown).OrderBy(node => node.HostId).ToList();
        for (var i = 0; i < nodes.Count; i++)
        {
            var call = new CqlCall
            {
                Consistency = CqlConsistency.One,
                PinnedNode = nodes[i].HostId,
                Datacenter = nodes[i].Datacenter,
                Timeout = StatementTimeout,
                AttemptTimeout = StatementTimeout,
                Retry = false,
                Label = "schema",
            };
            try
            {
                (await session.ExecuteSimpleAsync(statement, call, cancellationToken).ConfigureAwait(false)).Dispose();
                return;
            }
            catch (CqlException e) when (e.Outcome == CqlOutcome.NotExecuted && i + 1 < nodes.Count)
            {
                // That node is not there; the next one is everybody's choice then.
                logger.SchemaNodeSkipped(e, nodes[i].EndPoint);
            }
        }

        if (nodes.Count == 0)
            throw new StoreUnavailableException("No node of the cluster is up.");
    }

    private async Task AgreeAsync(CancellationToken cancellationToken)
    {
        if (!await session.WaitForSchemaAgreementAsync(StatementTimeout, cancellationToken).ConfigureAwait(false))
            throw new StoreUnavailableException($"The nodes of the cluster do not agree on the schema after {StatementTimeout.TotalSeconds} s; see 'nodetool describecluster'.");
    }

    private async Task NoteVersionAsync(SchemaFinding finding, CancellationToken cancellationToken)
    {
        var call = Conditional with { Consistency = CqlConsistency.Quorum, SerialConsistency = CqlConsistency.Serial, Datacenter = null };
        var text = finding is SchemaFinding.Older
            ? $"UPDATE {options.Keyspace}.store_info SET schema_version = ? WHERE id = 'store' IF schema_version = ?"
            : $"INSERT INTO {options.Keyspace}.store_info (id, {StoreFacts.Columns}, commit_level, lines) VALUES ('store', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]') IF NOT EXISTS";
        var write = await session.PrepareAsync(text, CqlStatementKind.Conditional, cancellationToken).ConfigureAwait(false);
        using var values = new CqlValues(write.BindColumns).Int32(SchemaScripts.Newest);
        if (finding is SchemaFinding.Older older)
            values.Int32(older.Store.SchemaVersion);
        else
            Add(values, StoreFacts.Of(options, clock.GetUtcNow()));
        (await session.ExecuteAsync(write, values, call, cancellationToken).ConfigureAwait(false)).Dispose();
        var before = VersionOf(finding);
        logger.SchemaMigrated(options.Keyspace, before, SchemaScripts.Newest);
    }

    private static void Add(CqlValues values, StoreFacts store)
    {
        values.Text(store.Tier.ToName());
        if (store.HomeDatacenter is { } home)
            values.Text(home);
        else
            values.Null();
        values.Boolean(store.IsMoving)
            .Int32(store.BucketSize)
            .Int32(store.SegmentSize)
            .Int16((short)store.Shards)
            .Text(store.Line)
            .Timestamp(store.CreatedAt)
            .Text(store.CommitLevel.ToName());
    }
}
