using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Cql.Tests.RealCluster;

/// <summary>One node for everything that takes no more.</summary>
public sealed class OneNodeCluster() : ClusterFixture(new ClusterOptions { Schema = [Keyspaces.Simple] });

/// <summary>Three nodes, every row on each of them.</summary>
public sealed class ThreeNodeCluster() : ClusterFixture(new ClusterOptions
{
    Shape = ClusterShape.ThreeNodes,
    Schema = [Keyspaces.ThreeCopies, "CREATE TABLE ks.rows (pk int, ck bigint, v text, PRIMARY KEY (pk, ck))"],
});

/// <summary>Two datacenters of two nodes.</summary>
public sealed class TwoDatacenterCluster() : ClusterFixture(new ClusterOptions
{
    Shape = ClusterShape.TwoDatacenters,
    Schema = [Keyspaces.TwoCopiesEach, Keyspaces.OneCopyEach, "CREATE TABLE ks.rows (pk int, ck bigint, v text, PRIMARY KEY (pk, ck))"],
});

/// <summary>One node that speaks TLS only and asks for an account.</summary>
public sealed class SecuredCluster() : ClusterFixture(new ClusterOptions { IsEncrypted = true, IsAuthenticated = true });

internal static class Keyspaces
{
    public const string Simple = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
    public const string ThreeCopies = "CREATE KEYSPACE ks WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}";
    public const string TwoCopiesEach = "CREATE KEYSPACE ks WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2, 'dc2': 2}";
    public const string OneCopyEach = "CREATE KEYSPACE single WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1, 'dc2': 1}";
}

/// <summary>Clusters run alone and one after another: on two cores anything beside them would only be timed out.</summary>
internal static class Runs
{
    public const string OneNode = "One node of Cassandra";
    public const string ThreeNodes = "Three nodes of Cassandra";
    public const string TwoDatacenters = "Two datacenters of Cassandra";
    public const string Secured = "A secured node of Cassandra";
    public const string Alone = "A cluster of another process";
}

[CollectionDefinition(Runs.OneNode, DisableParallelization = true)]
public sealed class OneNodeRun : ICollectionFixture<OneNodeCluster>;

[CollectionDefinition(Runs.ThreeNodes, DisableParallelization = true)]
public sealed class ThreeNodesRun : ICollectionFixture<ThreeNodeCluster>;

[CollectionDefinition(Runs.TwoDatacenters, DisableParallelization = true)]
public sealed class TwoDatacentersRun : ICollectionFixture<TwoDatacenterCluster>;

[CollectionDefinition(Runs.Secured, DisableParallelization = true)]
public sealed class SecuredRun : ICollectionFixture<SecuredCluster>;

[CollectionDefinition(Runs.Alone, DisableParallelization = true)]
public sealed class AloneRun;
