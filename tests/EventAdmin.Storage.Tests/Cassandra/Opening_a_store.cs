using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra;

[Collection(nameof(StoreCluster))]
public sealed class Opening_a_store(StoreCluster cluster) : IAsyncLifetime
{
    private readonly CassandraOptions _options = cluster.NewStore();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await RunAsync("DROP KEYSPACE IF EXISTS {ks}");

    [Fact]
    public async Task A_keyspace_that_is_missing_is_named_with_what_to_do()
    {
        _options.Schema = SchemaMode.Require;

        await AssertNotOpenAsync("There is no keyspace", "store migrate");
    }

    [Fact]
    public async Task A_keyspace_without_a_store_is_named_with_what_to_do()
    {
        _options.Schema = SchemaMode.Require;
        await CreateKeyspaceAsync("'class': 'NetworkTopologyStrategy', 'dc1': 1");

        await AssertNotOpenAsync("holds no store", "store migrate");
    }

    [Fact]
    public async Task SimpleStrategy_is_refused()
    {
        await CreateKeyspaceAsync("'class': 'SimpleStrategy', 'replication_factor': 1");

        await AssertNotOpenAsync("SimpleStrategy", "NetworkTopologyStrategy");
    }

    [Fact]
    public async Task One_copy_is_refused_where_it_is_not_allowed()
    {
        await CreateKeyspaceAsync("'class': 'NetworkTopologyStrategy', 'dc1': 1");
        _options.IsOneCopyAllowed = false;

        await AssertNotOpenAsync("one copy");
    }

    [Fact]
    public async Task A_datacenter_that_is_not_there_is_named_beside_those_that_are()
    {
        _options.LocalDatacenter = "dc7";

        await AssertNotOpenAsync("dc7", "dc1");
    }

    [Fact]
    public async Task Contact_points_where_no_node_is_are_named()
    {
        _options.ContactPoints.Clear();
        _options.ContactPoints.Add("127.0.0.1:1");

        await AssertNotOpenAsync("127.0.0.1:1", "ContactPoints");
    }

    [Fact]
    public async Task Options_that_differ_from_the_store_are_named()
    {
        await MigrateAsync();
        _options.BucketSize = 512;

        await AssertNotOpenAsync("BucketSize is 512");
    }

    [Fact]
    public async Task An_older_schema_is_not_opened()
    {
        await MigrateAsync();
        _options.Schema = SchemaMode.Require;
        await RunAsync("UPDATE {ks}.store_info SET schema_version = 0 WHERE id = 'store' IF EXISTS");

        await AssertNotOpenAsync("has schema 0", "store migrate");
    }

    [Fact]
    public async Task A_newer_schema_is_only_read()
    {
        await MigrateAsync();
        await RunAsync($"UPDATE {{ks}}.store_info SET schema_version = {SchemaScripts.Newest + 1} WHERE id = 'store' IF EXISTS");
        await using var store = Create();
        store.Start();
        await OpenAsync(store);

        var refused = Assert.IsType<AppendOutcome.Refused>(
            await store.AppendAsync(AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, new Testing.Storage.SampleEvents("newer").Next()), Stop));

        Assert.Equal(RefusalReason.Degraded, refused.Reason);
        Assert.Contains($"schema {SchemaScripts.Newest + 1}", store.Health.DegradedReason, StringComparison.Ordinal);
        Assert.Null((await store.FindHeadAsync(StreamId.Parse("cart-1"), ReadOptions.Default, Stop)).Value);
    }

    [Fact]
    public async Task What_was_wrong_may_be_mended_while_the_store_waits()
    {
        _options.Schema = SchemaMode.Require;
        await using var store = Create();
        store.Start();
        await Assert.ThrowsAsync<StoreUnusableException>(() => store.WaitUntilOwnerAsync(Stop));
        var changed = store.Changed.Next;

        await MigrateAsync();

        // Opening raises it.
        await changed.WaitAsync(TimeSpan.FromMinutes(1), Stop);
        await OpenAsync(store);
        Assert.Equal(FeedPosition.Start, await store.FindFeedHeadAsync(Stop));
        Assert.Contains("1 copy", Assert.Single(store.Health.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_instance_reads_what_this_one_appends_and_hears_of_it()
    {
        await using var first = Create();
        first.Start();
        await first.WaitUntilOwnerAsync(Stop);
        await using var second = Create();
        second.Start();
        await OpenAsync(second);
        var heard = second.Changed.Next;

        await first.AppendAsync(AppendRequest.To(StreamId.Parse("cart-1"), ExpectedVersion.Any, new Testing.Storage.SampleEvents("two").Take(2)), Stop);
        await heard.WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(2, (await second.ReadFeedAsync(new FeedRead { CountMax = 5 }, ReadOptions.Default, Stop)).Value.Events.Count);
        await first.DisposeAsync();
        await second.WaitUntilOwnerAsync(Stop);
        Assert.True(second.IsOwner);
    }

    private CassandraEventStorage Create() => new(
        _options, new EventLimits(), new StoreClocks(TimeProvider.System, TimeProvider.System), NullLogger<CassandraEventStorage>.Instance);

    private async Task MigrateAsync()
    {
        await using var store = Create();
        Assert.Equal((0, SchemaScripts.Newest), await store.MigrateAsync(Stop));
    }

    private static async Task OpenAsync(CassandraEventStorage store)
    {
        var changed = store.Changed.Next;
        if (!store.IsOpen)
            await changed.WaitAsync(TimeSpan.FromMinutes(1), Stop);
    }

    /// <summary>Says why it is not open, in its health and to everybody who asks, and takes nothing.</summary>
    private async Task AssertNotOpenAsync(params string[] words)
    {
        await using var store = Create();
        var first = store.Health.DegradedReason;
        store.Start();
        await store.WaitForAttemptAsync(Stop);

        var reason = store.Health.DegradedReason;
        var refused = await Assert.ThrowsAnyAsync<EventStorageException>(() => store.FindFeedHeadAsync(Stop));

        Assert.NotNull(first);
        Assert.False(store.IsOpen);
        Assert.All(words, word => Assert.Contains(word, reason, StringComparison.Ordinal));
        Assert.Equal(reason, refused.Message);
    }

    private Task CreateKeyspaceAsync(string replication) => RunAsync($"CREATE KEYSPACE {{ks}} WITH replication = {{{replication}}}");

    private async Task RunAsync(string cql)
    {
        await using var session = await StoreCluster.ConnectAsync(ReachableOptions(), CancellationToken.None);
        await StoreCluster.RunAsync(session, cql.Replace("{ks}", _options.Keyspace, StringComparison.Ordinal), CancellationToken.None);
    }

    // The options of a test may lead nowhere.
    private CassandraOptions ReachableOptions() => cluster.NewStore();
}
