using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Reading;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>Opens a store once: connects, holds the keyspace and its tables against what they must be, and puts the parts together.</summary>
internal sealed class StoreOpener(StoreSurroundings around)
{
    private const string MigrateHint = "Run the server's verb 'store migrate'";

    private CassandraOptions Options => around.Options;

    /// <summary>The store, at work.</summary>
    /// <exception cref="StoreUnavailableException">The cluster does not answer, or not enough of it does.</exception>
    /// <exception cref="StoreUnusableException">Keyspace, tables, account or options are wrong; the message says what to do.</exception>
    public async Task<OpenedStore> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reader = new SchemaReader(session, Options.Keyspace);
            if (Options.Schema == SchemaMode.Migrate)
                await MigrateAsync(session, reader, cancellationToken).ConfigureAwait(false);
            var (facts, isNewer) = await FindStoreAsync(reader, cancellationToken).ConfigureAwait(false);
            Agree(facts);
            var warnings = new List<string>();
            if (await reader.FindReplicationAsync(cancellationToken).ConfigureAwait(false) is { } replication)
                warnings.AddRange(ReplicationCheck.Check(replication, Options, facts.HomeDatacenter));
            warnings.AddRange(await new ClockCheck(session, around.Timers, Options.ClockLimit).CheckAsync(cancellationToken).ConfigureAwait(false));
            foreach (var warning in warnings)
                around.Logger.StoreWarned(warning);
            var tier = facts.Tier.ToName();
            around.Logger.StoreOpened(Options.Keyspace, facts.SchemaVersion, tier, facts.Line);
            return new OpenedStore(around, session, facts, isNewer ? NewerReason(facts) : null, warnings);
        }
        catch (CqlException e)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw OpeningFailures.NotAnswered(e);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes the tables, or brings them up to date, whatever the options say of doing so at the start.</summary>
    /// <returns>The schema's version before, 0 where there was none, and after.</returns>
    public async Task<(int Before, int After)> MigrateAsync(CancellationToken cancellationToken)
    {
        var session = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var held = session.ConfigureAwait(false);
        try
        {
            return await MigrateAsync(session, new SchemaReader(session, Options.Keyspace), cancellationToken).ConfigureAwait(false);
        }
        catch (CqlException e)
        {
            throw OpeningFailures.NotAnswered(e);
        }
    }

    private async Task<ICqlSession> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await around.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CqlException e)
        {
            throw OpeningFailures.NotConnected(e, Options);
        }
    }

    private async Task<(int Before, int After)> MigrateAsync(ICqlSession session, SchemaReader reader, CancellationToken cancellationToken)
    {
        // Tables in a keyspace that no store may be in are not even made.
        if (await reader.FindReplicationAsync(cancellationToken).ConfigureAwait(false) is { } replication)
            ReplicationCheck.Check(replication, Options, home: null);
        var before = await reader.FindAsync(cancellationToken).ConfigureAwait(false) switch
        {
            SchemaFinding.Older older => older.Store.SchemaVersion,
            SchemaFinding.Current current => current.Store.SchemaVersion,
            SchemaFinding.Newer newer => newer.Store.SchemaVersion,
            _ => 0,
        };
        var store = await new SchemaMigrator(session, Options, around.Timers, around.Logger).MigrateAsync(cancellationToken).ConfigureAwait(false);
        return (before, store.SchemaVersion);
    }

    private async Task<(StoreFacts Facts, bool IsNewer)> FindStoreAsync(SchemaReader reader, CancellationToken cancellationToken) =>
        await reader.FindAsync(cancellationToken).ConfigureAwait(false) switch
        {
            SchemaFinding.Current current => (current.Store, false),
            SchemaFinding.Newer newer => (newer.Store, true),
            SchemaFinding.Older older => throw new StoreUnusableException(
                $"The store in keyspace '{Options.Keyspace}' has schema {older.Store.SchemaVersion}, and this program needs {SchemaScripts.Newest}. {MigrateHint}."),
            SchemaFinding.NoStore => throw new StoreUnusableException($"Keyspace '{Options.Keyspace}' holds no store. {MigrateHint}."),
            _ => throw new StoreUnusableException(
                $"There is no keyspace '{Options.Keyspace}'. {MigrateHint}, or name another one with {CassandraOptions.Section}:{nameof(Options.Keyspace)}."),
        };

    private void Agree(StoreFacts facts)
    {
        var differences = facts.DifferencesTo(Options).ToList();
        if (around.Limits.AppendEventsMax >= facts.BucketSize)
            differences.Add($"AppendEventsMax is {around.Limits.AppendEventsMax}, and must be below the store's buckets of {facts.BucketSize}.");
        if (differences.Count > 0)
            throw new StoreUnusableException($"The options in {CassandraOptions.Section} differ from the store in keyspace '{Options.Keyspace}': {string.Join(' ', differences)}");
    }

    private static string NewerReason(StoreFacts facts) =>
        $"The store has schema {facts.SchemaVersion}, and this program knows {SchemaScripts.Newest}: it only reads. Use the program that made it, or a newer one.";
}
