using System.Collections.Concurrent;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.Cassandra;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>
/// One node of Apache Cassandra that the tests of the store share, each with a keyspace of its own. <see cref="ShapeVariable"/> asks for more
/// nodes, on which the contract holds too.
/// </summary>
public sealed class StoreCluster : ClusterFixture
{
    /// <summary>The environment variable that names another shape: <c>3</c> nodes, or <c>2x2</c> in two datacenters.</summary>
    public const string ShapeVariable = "EVENTADMIN_STORE_NODES";

    private static StoreCluster? _shared;
    private readonly ConcurrentBag<CassandraOptions> _empty = [];
    private int _keyspaces;

    public StoreCluster()
        : base(new ClusterOptions { Shape = Shape() }) => _shared = this;

    /// <summary>The one of this process, for what a test class makes without its fixtures.</summary>
    public static StoreCluster Shared => _shared ?? throw new InvalidOperationException($"Expected a test class of the collection {nameof(StoreCluster)}.");

    /// <summary>Options of a store in a keyspace that nobody else uses.</summary>
    public CassandraOptions NewStore()
    {
        var options = new CassandraOptions
        {
            Keyspace = $"store_{Interlocked.Increment(ref _keyspaces)}",
            LocalDatacenter = "dc1",
            Schema = SchemaMode.Migrate,
            IsOneCopyAllowed = true,
        };
        foreach (var point in Cluster.ContactPoints)
            options.ContactPoints.Add(point.ToString());
        return options;
    }

    /// <summary>
    /// Options of a store that holds nothing: one that another test has given back, where there is one, for tables take longer to make than to
    /// empty.
    /// </summary>
    public CassandraOptions TakeEmptyStore() => _empty.TryTake(out var options) ? options : NewStore();

    private static ClusterShape Shape() => Environment.GetEnvironmentVariable(ShapeVariable) switch
    {
        null or "" => ClusterShape.OneNode,
        var text when ClusterShape.TryParse(text, out var shape) => shape,
        var text => throw new InvalidOperationException($"Expected a shape such as 3 or 2x2 in {ShapeVariable}, found '{text}'."),
    };

    /// <summary>Empties a store, so that another test can take it.</summary>
    public async Task GiveBackAsync(CassandraOptions options, CancellationToken cancellationToken)
    {
        await using var session = await ConnectAsync(options, cancellationToken);
        var call = new CqlCall { Consistency = CqlConsistency.LocalQuorum, Timeout = TimeSpan.FromSeconds(60), AttemptTimeout = TimeSpan.FromSeconds(60), Label = "test" };
        using var tables = await session.ExecuteSimpleAsync(
            $"SELECT table_name FROM system_schema.tables WHERE keyspace_name = '{options.Keyspace}'", call, cancellationToken);
        await Task.WhenAll(tables.Page.ToList(static row => row.GetText(0)).Where(static table => table != "store_info").Select(async table =>
        {
            using var any = await session.ExecuteSimpleAsync($"SELECT * FROM {options.Keyspace}.{table} LIMIT 1", call, cancellationToken);
            if (any.Page.Count > 0)
                await RunAsync(session, $"TRUNCATE {options.Keyspace}.{table}", cancellationToken);
        }));
        _empty.Add(options);
    }

    public static async Task<ICqlSession> ConnectAsync(CassandraOptions options, CancellationToken cancellationToken)
        => new CqlClientSession(await CqlClient.ConnectAsync(options.ToClient(tls: null), TimeProvider.System, NullLogger.Instance, cancellationToken));

    /// <summary>A statement without values, as cqlsh would send it.</summary>
    public static async Task RunAsync(ICqlSession session, string cql, CancellationToken cancellationToken)
    {
        var call = new CqlCall
        {
            Consistency = CqlConsistency.LocalQuorum,
            Timeout = TimeSpan.FromSeconds(60),
            AttemptTimeout = TimeSpan.FromSeconds(60),
            Label = "test",
        };
        (await session.ExecuteSimpleAsync(cql, call, cancellationToken)).Dispose();
    }
}

/// <summary>Names the collection that shares the node.</summary>
[CollectionDefinition(nameof(StoreCluster))]
public sealed class StoreClusterCollection : ICollectionFixture<StoreCluster>;
