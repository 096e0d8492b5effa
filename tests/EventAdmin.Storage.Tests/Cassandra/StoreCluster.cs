using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.Cassandra;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>One node of Apache Cassandra that the tests of the store share, each with a keyspace of its own.</summary>
public sealed class StoreCluster : ClusterFixture
{
    private static StoreCluster? _shared;
    private int _keyspaces;

    public StoreCluster()
        : base(new ClusterOptions { Shape = ClusterShape.OneNode }) => _shared = this;

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
