using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class The_topology
{
    private static readonly CqlTopology Topology = Clusters.Create(
        Clusters.PerDatacenter(("dc1", 2), ("dc2", 1)), ("dc1", "r1", [0]), ("dc1", "r2", [10]), ("dc2", "r1", [20]));

    [Theory]
    [InlineData(0, 20, 0)]
    [InlineData(1, 0, 10)]
    [InlineData(10, 0, 10)]
    [InlineData(20, 10, 20)]
    [InlineData(21, 20, 0)]
    [InlineData(long.MinValue, 20, 0)]
    [InlineData(long.MaxValue, 20, 0)]
    public void A_token_lies_in_the_range_that_ends_at_or_behind_it(long token, long after, long upTo)
    {
        var placement = Topology.Locate(Clusters.Keyspace, token);

        Assert.Equal((token, after, upTo), (placement.Token, placement.RangeAfter, placement.RangeUpTo));
    }

    [Fact]
    public void A_placement_names_the_replicas_of_all_datacenters_in_ring_order()
    {
        var placement = Topology.Locate(Clusters.Keyspace, 5);

        Assert.Equal([("dc1", "r2"), ("dc2", "r1"), ("dc1", "r1")], placement.Replicas.Select(static one => (one.Datacenter, one.Rack)));
        Assert.All(placement.Replicas, static one => Assert.True(one.IsUp));
    }

    [Fact]
    public void A_keyspace_that_is_not_known_has_no_replicas()
        => Assert.Empty(Topology.Locate("other", 5).Replicas);

    [Fact]
    public void A_changed_state_makes_a_new_version_and_leaves_the_old_one_alone()
    {
        var changed = Topology.WithState(1, CqlNodeState.Down);

        Assert.Equal(Topology.Version + 1, changed.Version);
        Assert.Equal(CqlNodeState.Up, Topology.Nodes[1].State);
        Assert.Equal([false, true, true], changed.Locate(Clusters.Keyspace, 5).Replicas.Select(static one => one.IsUp));
    }

    [Fact]
    public void Keyspaces_that_are_replicated_alike_share_one_table()
    {
        var alike = Clusters.PerDatacenter(("dc2", 1), ("dc1", 2));
        var changed = Topology.WithKeyspaces(new Dictionary<string, CqlReplication> { ["a"] = alike, ["b"] = Clusters.PerDatacenter(("dc1", 2), ("dc2", 1)) });

        Assert.Equal(changed.Keyspaces["a"], changed.Keyspaces["b"]);
        Assert.True(changed.ReplicasOf("a", 5) == changed.ReplicasOf("b", 5));
    }

    [Fact]
    public void Nothing_is_routed_by_tokens_of_another_partitioner()
    {
        var node = new TopologyNode(Topology.Nodes[0], [0]);
        var other = CqlTopology.Create(
            1, "test", "org.apache.cassandra.dht.RandomPartitioner", [node],
            new Dictionary<string, CqlReplication> { [Clusters.Keyspace] = Clusters.PerDatacenter(("dc1", 1)) });

        Assert.True(other.ReplicasOf(Clusters.Keyspace, 5).IsEmpty);
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("3/1", 3)]
    [InlineData("0", null)]
    [InlineData("x", null)]
    public void A_replication_factor_counts_transient_replicas_and_ignores_what_is_none(string text, int? factor)
    {
        var replication = CqlReplication.Parse([KeyValuePair.Create("class", "NetworkTopologyStrategy"), KeyValuePair.Create("dc1", text)]);

        Assert.Equal(factor, replication.FactorByDatacenter.TryGetValue("dc1", out var found) ? found : null);
    }

    [Theory]
    [InlineData("org.apache.cassandra.locator.SimpleStrategy", CqlReplicationStrategy.Simple)]
    [InlineData("NetworkTopologyStrategy", CqlReplicationStrategy.NetworkTopology)]
    [InlineData("org.apache.cassandra.locator.LocalStrategy", CqlReplicationStrategy.Local)]
    [InlineData("org.apache.cassandra.locator.EverywhereStrategy", CqlReplicationStrategy.Other)]
    public void A_strategy_is_known_by_its_class(string className, CqlReplicationStrategy strategy)
        => Assert.Equal(strategy, CqlReplication.Parse([KeyValuePair.Create("class", className)]).Strategy);
}
