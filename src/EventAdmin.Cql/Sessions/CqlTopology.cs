using System.Collections.Frozen;
using System.Collections.Immutable;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// The cluster at one moment: nodes, ring and replicas. Immutable; a change makes a new one with a higher version. The router and the
/// admin pages read the same object.
/// </summary>
public sealed class CqlTopology
{
    /// <summary>The topology before anything is known.</summary>
    public static readonly CqlTopology Empty = new(
        0, "", "", [], TokenRing.Empty, FrozenDictionary<string, CqlReplication>.Empty, FrozenDictionary<CqlReplication, ReplicaTable>.Empty);

    private readonly FrozenDictionary<CqlReplication, ReplicaTable> _tables;
    private readonly FrozenDictionary<string, ReplicaTable> _tableByKeyspace;
    private readonly FrozenDictionary<string, int[]> _nodesByDatacenter;
    private readonly FrozenDictionary<Guid, int> _indexes;

    private CqlTopology(
        long version,
        string clusterName,
        string partitioner,
        ImmutableArray<CqlNode> nodes,
        TokenRing ring,
        FrozenDictionary<string, CqlReplication> keyspaces,
        FrozenDictionary<CqlReplication, ReplicaTable> tables)
    {
        Version = version;
        ClusterName = clusterName;
        Partitioner = partitioner;
        Nodes = nodes;
        Ring = ring;
        Keyspaces = keyspaces;
        _tables = tables;
        _tableByKeyspace = keyspaces.ToFrozenDictionary(static one => one.Key, one => tables[one.Value], StringComparer.Ordinal);
        _nodesByDatacenter = nodes.Select(static (node, index) => (node.Datacenter, index))
            .GroupBy(static one => one.Datacenter, static one => one.index, StringComparer.Ordinal)
            .ToFrozenDictionary(static one => one.Key, static one => one.ToArray(), StringComparer.Ordinal);
        _indexes = nodes.Select(static (node, index) => (node.HostId, index))
            .ToFrozenDictionary(static one => one.HostId, static one => one.index);
    }

    /// <summary>Rises with every change.</summary>
    public long Version { get; }

    /// <summary>The cluster's name; empty before it is known.</summary>
    public string ClusterName { get; }

    /// <summary>The class that makes tokens; requests are routed by token only under Murmur3Partitioner.</summary>
    public string Partitioner { get; }

    /// <summary>All nodes, by host id.</summary>
    public ImmutableArray<CqlNode> Nodes { get; }

    /// <summary>The replication of every keyspace.</summary>
    public IReadOnlyDictionary<string, CqlReplication> Keyspaces { get; }

    /// <summary>The datacenters that have nodes.</summary>
    public IReadOnlyList<string> Datacenters => _nodesByDatacenter.Keys;

    internal TokenRing Ring { get; }

    internal bool IsRoutable => Partitioner.EndsWith("Murmur3Partitioner", StringComparison.Ordinal);

    /// <summary>The node of a host id; null when there is none.</summary>
    /// <param name="hostId">The id.</param>
    public CqlNode? FindNode(Guid hostId) => _indexes.TryGetValue(hostId, out var index) ? Nodes[index] : null;

    /// <summary>Where a token of a keyspace lives.</summary>
    /// <param name="keyspace">The keyspace.</param>
    /// <param name="token">The token.</param>
    public CqlPlacement Locate(string keyspace, long token)
    {
        ArgumentNullException.ThrowIfNull(keyspace);
        var place = Ring.PlaceOf(token);
        var (after, upTo) = place < 0 ? (long.MinValue, long.MaxValue) : Ring.RangeAt(place);
        var indexes = ReplicasOf(keyspace, token);
        var replicas = new CqlReplica[indexes.Length];
        for (var i = 0; i < indexes.Length; i++)
        {
            var node = Nodes[indexes[i]];
            replicas[i] = new CqlReplica(node.HostId, node.EndPoint, node.Datacenter, node.Rack, node.State == CqlNodeState.Up);
        }

        return new CqlPlacement { Token = token, RangeAfter = after, RangeUpTo = upTo, Replicas = replicas };
    }

    internal static CqlTopology Create(
        long version, string clusterName, string partitioner, IEnumerable<TopologyNode> members, IReadOnlyDictionary<string, CqlReplication> keyspaces)
    {
        var sorted = members.OrderBy(static one => one.Node.HostId).ToArray();
        var ring = TokenRing.Create([.. sorted.Select(static one => one.Tokens)]);
        var nodes = sorted.Select(static one => one.Node with { TokenCount = one.Tokens.Count }).ToImmutableArray();
        return new CqlTopology(
            version,
            clusterName,
            partitioner,
            nodes,
            ring,
            keyspaces.ToFrozenDictionary(StringComparer.Ordinal),
            TablesOf(ring, nodes, keyspaces.Values, FrozenDictionary<CqlReplication, ReplicaTable>.Empty));
    }

    internal CqlTopology WithState(int node, CqlNodeState state)
        => new(Version + 1, ClusterName, Partitioner, Nodes.SetItem(node, Nodes[node] with { State = state }), Ring, Frozen, _tables);

    internal CqlTopology WithKeyspaces(IReadOnlyDictionary<string, CqlReplication> keyspaces)
        => new(
            Version + 1,
            ClusterName,
            Partitioner,
            Nodes,
            Ring,
            keyspaces.ToFrozenDictionary(StringComparer.Ordinal),
            TablesOf(Ring, Nodes, keyspaces.Values, _tables));

    internal int IndexOf(Guid hostId) => _indexes.TryGetValue(hostId, out var index) ? index : -1;

    internal ReadOnlySpan<int> NodesOf(string datacenter) => _nodesByDatacenter.TryGetValue(datacenter, out var nodes) ? nodes : [];

    internal ReadOnlySpan<int> ReplicasOf(string keyspace, long token)
        => IsRoutable && _tableByKeyspace.TryGetValue(keyspace, out var table) ? table.At(Ring.PlaceOf(token)) : [];

    private FrozenDictionary<string, CqlReplication> Frozen => (FrozenDictionary<string, CqlReplication>)Keyspaces;

    private static FrozenDictionary<CqlReplication, ReplicaTable> TablesOf(
        TokenRing ring,
        ImmutableArray<CqlNode> nodes,
        IEnumerable<CqlReplication> replications,
        FrozenDictionary<CqlReplication, ReplicaTable> known)
    {
        var places = nodes.Select(static node => new NodePlace(node.Datacenter, node.Rack)).ToArray();
        return replications.Distinct().ToFrozenDictionary(
            static one => one,
            one => known.TryGetValue(one, out var table) ? table : ReplicaTable.Create(ring, places, one));
    }
}

/// <summary>A node with its tokens, as read from the system tables.</summary>
internal sealed record TopologyNode(CqlNode Node, IReadOnlyList<long> Tokens);
