using System.Runtime.InteropServices;

namespace EventAdmin.Cql.Primitives;

/// <summary>Where a node stands, as far as replication cares.</summary>
internal readonly record struct NodePlace(string Datacenter, string Rack);

/// <summary>
/// The replicas of every range of a ring under one replication setting, in ring order: one flat array, the same number for each range.
/// </summary>
internal sealed class ReplicaTable
{
    public static readonly ReplicaTable None = new([], 0);

    private readonly int[] _nodes;

    private ReplicaTable(int[] nodes, int perRange)
    {
        _nodes = nodes;
        PerRange = perRange;
    }

    public int PerRange { get; }

    public static ReplicaTable Create(TokenRing ring, IReadOnlyList<NodePlace> nodes, CqlReplication replication)
    {
        if (ring.Count == 0)
            return None;
        return replication.Strategy switch
        {
            CqlReplicationStrategy.Simple => Simple(ring, replication.Factor),
            CqlReplicationStrategy.NetworkTopology => new NetworkTopologyWalk(ring, nodes, replication).Run(),
            _ => None,
        };
    }

    /// <summary>The replicas of the range at a place of the ring; none for a place of -1.</summary>
    public ReadOnlySpan<int> At(int place)
        => place < 0 || PerRange == 0 ? [] : _nodes.AsSpan(place * PerRange, PerRange);

    private static ReplicaTable Simple(TokenRing ring, int factor)
    {
        var owners = ring.Owners;
        var perRange = Math.Min(factor, new HashSet<int>(owners.ToArray()).Count);
        var table = new int[ring.Count * perRange];
        for (var place = 0; place < ring.Count; place++)
        {
            var replicas = table.AsSpan(place * perRange, perRange);
            var found = 0;
            for (var step = 0; found < perRange; step++)
            {
                var node = owners[(place + step) % ring.Count];
                if (!replicas[..found].Contains(node))
                    replicas[found++] = node;
            }
        }

        return new ReplicaTable(table, perRange);
    }

    /// <summary>
    /// Walks the ring from every place. A datacenter takes a node of a rack that it has not used yet; nodes of used racks are kept aside
    /// until every rack was seen, then they come first.
    /// </summary>
    private sealed class NetworkTopologyWalk
    {
        private readonly TokenRing _ring;
        private readonly IReadOnlyList<NodePlace> _nodes;
        private readonly Datacenter[] _datacenters;
        private readonly Datacenter?[] _datacenterOfNode;
        private readonly int _perRange;

        public NetworkTopologyWalk(TokenRing ring, IReadOnlyList<NodePlace> nodes, CqlReplication replication)
        {
            _ring = ring;
            _nodes = nodes;
            _datacenterOfNode = new Datacenter?[nodes.Count];
            var byName = new Dictionary<string, Datacenter>(StringComparer.Ordinal);
            foreach (var node in new HashSet<int>(ring.Owners.ToArray()))
            {
                if (!replication.FactorByDatacenter.TryGetValue(nodes[node].Datacenter, out var factor))
                    continue;
                ref var datacenter = ref CollectionsMarshal.GetValueRefOrAddDefault(byName, nodes[node].Datacenter, out _);
                datacenter ??= new Datacenter();
                datacenter.Nodes++;
                datacenter.Wanted = Math.Min(factor, datacenter.Nodes);
                datacenter.Racks.Add(nodes[node].Rack);
                _datacenterOfNode[node] = datacenter;
            }

            _datacenters = [.. byName.Values];
            _perRange = _datacenters.Sum(static one => one.Wanted);
        }

        public ReplicaTable Run()
        {
            var table = new int[_ring.Count * _perRange];
            for (var place = 0; place < _ring.Count; place++)
                WalkFrom(place, table.AsSpan(place * _perRange, _perRange));
            return new ReplicaTable(table, _perRange);
        }

        private void WalkFrom(int place, Span<int> replicas)
        {
            foreach (var datacenter in _datacenters)
                datacenter.Restart();
            var owners = _ring.Owners;
            var found = 0;
            for (var step = 0; found < replicas.Length; step++)
            {
                var node = owners[(place + step) % owners.Length];
                if (_datacenterOfNode[node] is not { } datacenter || datacenter.IsFull || replicas[..found].Contains(node))
                    continue;
                var everyRackSeen = datacenter.RacksSeen.Count == datacenter.Racks.Count;
                if (!everyRackSeen && !datacenter.RacksSeen.Add(_nodes[node].Rack))
                {
                    if (!datacenter.Skipped.Contains(node))
                        datacenter.Skipped.Add(node);
                    continue;
                }

                replicas[found++] = node;
                datacenter.Taken++;
                if (everyRackSeen || datacenter.RacksSeen.Count < datacenter.Racks.Count)
                    continue;
                foreach (var skipped in datacenter.Skipped)
                {
                    if (datacenter.IsFull)
                        break;
                    replicas[found++] = skipped;
                    datacenter.Taken++;
                }
            }
        }

        private sealed class Datacenter
        {
            public int Nodes { get; set; }

            public int Wanted { get; set; }

            public int Taken { get; set; }

            public HashSet<string> Racks { get; } = new(StringComparer.Ordinal);

            public HashSet<string> RacksSeen { get; } = new(StringComparer.Ordinal);

            public List<int> Skipped { get; } = [];

            public bool IsFull => Taken == Wanted;

            public void Restart()
            {
                Taken = 0;
                RacksSeen.Clear();
                Skipped.Clear();
            }
        }
    }
}
