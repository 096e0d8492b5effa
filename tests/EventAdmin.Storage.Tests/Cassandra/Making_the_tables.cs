using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra;

[Collection(nameof(StoreCluster))]
public sealed class Making_the_tables(StoreCluster cluster) : IAsyncLifetime
{
    private CassandraOptions _options = new();
    private ICqlSession? _session;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ICqlSession Session => _session!;

    public async ValueTask InitializeAsync()
    {
        _options = cluster.NewStore();
        _session = await StoreCluster.ConnectAsync(_options, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is null)
            return;
        await StoreCluster.RunAsync(Session, $"DROP KEYSPACE IF EXISTS {_options.Keyspace}", CancellationToken.None);
        await Session.DisposeAsync();
    }

    [Fact]
    public async Task A_store_is_made_where_there_is_none()
    {
        Assert.IsType<SchemaFinding.NoKeyspace>(await FindAsync());

        var store = await MigrateAsync();

        Assert.Equal(store, Assert.IsType<SchemaFinding.Current>(await FindAsync()).Store);
        Assert.Equal(
            (SchemaScripts.Newest, StoreTier.HomeRegion, "dc1", 4096, 4096, 1, "dc1.1"),
            (store.SchemaVersion, store.Tier, store.HomeDatacenter, store.BucketSize, store.SegmentSize, store.Shards, store.Line));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var first = await MigrateAsync();

        Assert.Equal(first, await MigrateAsync());
    }

    [Fact]
    public async Task Two_that_migrate_at_once_make_one_store()
    {
        await using var other = await StoreCluster.ConnectAsync(_options, Stop);

        var stores = await Task.WhenAll(MigrateAsync(), new SchemaMigrator(other, _options, TimeProvider.System, NullLogger.Instance).MigrateAsync(Stop));

        Assert.Equal(stores[0], stores[1]);
    }

    [Fact]
    public async Task A_keyspace_without_tables_holds_no_store_and_is_used_as_it_is()
    {
        await StoreCluster.RunAsync(
            Session, $"CREATE KEYSPACE {_options.Keyspace} WITH replication = {{'class': 'NetworkTopologyStrategy', 'dc1': 1}}", Stop);
        Assert.IsType<SchemaFinding.NoStore>(await FindAsync());

        await MigrateAsync();

        Assert.Equal(1, (await new SchemaReader(Session, _options.Keyspace).FindReplicationAsync(Stop))!.FactorByDatacenter["dc1"]);
    }

    [Fact]
    public async Task A_store_that_was_left_half_made_is_finished()
    {
        await StoreCluster.RunAsync(
            Session, $"CREATE KEYSPACE {_options.Keyspace} WITH replication = {{'class': 'NetworkTopologyStrategy', 'dc1': 1}}", Stop);
        foreach (var statement in SchemaScripts.StatementsAfter(0, _options.Keyspace).Take(3))
            await StoreCluster.RunAsync(Session, statement, Stop);
        Assert.IsType<SchemaFinding.NoStore>(await FindAsync());

        await MigrateAsync();

        Assert.IsType<SchemaFinding.Current>(await FindAsync());
    }

    [Fact]
    public async Task Older_and_newer_stores_are_told_apart()
    {
        await MigrateAsync();
        await StoreCluster.RunAsync(Session, $"UPDATE {_options.Keyspace}.store_info SET schema_version = {SchemaScripts.Newest + 1} WHERE id = 'store' IF EXISTS", Stop);
        Assert.IsType<SchemaFinding.Newer>(await FindAsync());
        Assert.Equal(SchemaScripts.Newest + 1, (await MigrateAsync()).SchemaVersion);
        await StoreCluster.RunAsync(Session, $"UPDATE {_options.Keyspace}.store_info SET schema_version = 0 WHERE id = 'store' IF EXISTS", Stop);
        Assert.IsType<SchemaFinding.Older>(await FindAsync());

        Assert.Equal(SchemaScripts.Newest, (await MigrateAsync()).SchemaVersion);
    }

    [Fact]
    public async Task Too_few_nodes_for_three_copies_are_refused_unless_one_copy_is_allowed()
    {
        _options.IsOneCopyAllowed = false;

        var refusal = await Assert.ThrowsAsync<StoreUnusableException>(MigrateAsync);

        Assert.Contains("3 copies", refusal.Message, StringComparison.Ordinal);
        Assert.IsType<SchemaFinding.NoKeyspace>(await FindAsync());
    }

    [Fact]
    public async Task Options_that_differ_from_the_store_are_named()
    {
        var store = await MigrateAsync();

        var differences = store.DifferencesTo(new CassandraOptions { Tier = StoreTier.Global, BucketSize = 64 });

        Assert.Equal(
            ["Tier is 'global', and the store is of tier 'home-region'.", "BucketSize is 64, and the store's is 4096."], differences);
    }

    private Task<StoreFacts> MigrateAsync() => new SchemaMigrator(Session, _options, TimeProvider.System, NullLogger.Instance).MigrateAsync(Stop);

    private Task<SchemaFinding> FindAsync() => new SchemaReader(Session, _options.Keyspace).FindAsync(Stop);
}
