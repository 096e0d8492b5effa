using System.Net;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Cql.Tests.Sessions;

/// <summary>Topologies for tests of routing. Host ids rise in the order in which nodes are given, so that indexes do too.</summary>
internal static class Clusters
{
    public const string Keyspace = "store";

    public static CqlTopology Create(CqlReplication replication, params (string Datacenter, string Rack, long[] Tokens)[] nodes)
        => CqlTopology.Create(
            1,
            "test",
            "org.apache.cassandra.dht.Murmur3Partitioner",
            nodes.Select(static (one, index) => new TopologyNode(Node(index, one.Datacenter, one.Rack), one.Tokens)),
            new Dictionary<string, CqlReplication> { [Keyspace] = replication });

    public static CqlReplication PerDatacenter(params (string Datacenter, int Factor)[] factors)
        => CqlReplication.Parse(factors.Select(static one => KeyValuePair.Create(one.Datacenter, $"{one.Factor}"))
            .Append(KeyValuePair.Create("class", "org.apache.cassandra.locator.NetworkTopologyStrategy")));

    private static CqlNode Node(int index, string datacenter, string rack) => new()
    {
        HostId = new Guid(index + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
        EndPoint = new IPEndPoint(new IPAddress([127, 0, 0, (byte)(index + 1)]), 9042),
        Datacenter = datacenter,
        Rack = rack,
        State = CqlNodeState.Up,
    };
}
