using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>A topology and the pools of its nodes, by the same indexes. Immutable: a request keeps the one that it began with.</summary>
internal sealed record ClusterView(CqlTopology Topology, NodePool[] Pools)
{
    public static readonly ClusterView Empty = new(CqlTopology.Empty, []);
}

/// <summary>
/// Keeps topology and pools together: applies what the control connection reads and what the pools find out, and tells those who watch.
/// Thread-safe.
/// </summary>
internal sealed class Cluster(ClientContext context) : IAsyncDisposable
{
    private const int ChangesKeptMax = 1024;

    private readonly Lock _guard = new(); // guards the replacement of _view, _watchers and _isDisposed
    private readonly List<Channel<CqlTopologyChange>> _watchers = [];
    private volatile ClusterView _view = ClusterView.Empty;
    private bool _isDisposed;

    public ClusterView View => _view;

    /// <summary>The pool of a host id; null when the node is not known.</summary>
    public NodePool? FindPool(Guid hostId)
    {
        var view = _view;
        var index = view.Topology.IndexOf(hostId);
        return index < 0 ? null : view.Pools[index];
    }

    /// <summary>A node came up: the prepared statements are prepared on it.</summary>
    public Action<NodePool>? CameUp { get; set; }

    /// <summary>Takes over what was read from the system tables: keeps the pools of known nodes, makes those of new ones, drains the others.</summary>
    public void Apply(string clusterName, string partitioner, IReadOnlyList<TopologyNode> members, IReadOnlyDictionary<string, CqlReplication> keyspaces)
    {
        var changes = new List<CqlTopologyChange>();
        List<NodePool> removed;
        lock (_guard)
        {
            if (_isDisposed)
                return;
            var old = _view;
            var version = old.Topology.Version + 1;
            var known = old.Pools.ToDictionary(static one => one.Node.HostId);
            var topology = CqlTopology.Create(
                version,
                clusterName,
                partitioner,
                members.Select(one => one with { Node = one.Node with { State = StateOf(known, one.Node.HostId) } }),
                keyspaces);
            if (IsSame(old.Topology, topology))
                return;
            var pools = topology.Nodes.Select(node => known.Remove(node.HostId, out var pool) ? pool : Make(node, version, changes)).ToArray();
            removed = [.. known.Values];
            foreach (var (node, pool) in topology.Nodes.Zip(pools))
                pool.Update(node);
            changes.AddRange(removed.Select(one => Change(CqlTopologyChangeKind.Removed, version, one.Node)));
            _view = new ClusterView(topology, pools);
            Tell(changes);
        }

        foreach (var pool in removed)
            _ = DrainAsync(pool);
        StartLocalPools();
    }

    /// <summary>Takes over the replication of the keyspaces, and tells what changed in the schema.</summary>
    public void ApplySchema(IReadOnlyDictionary<string, CqlReplication> keyspaces, string? keyspace, string? name)
    {
        lock (_guard)
        {
            if (_isDisposed)
                return;
            var topology = _view.Topology.WithKeyspaces(keyspaces);
            _view = _view with { Topology = topology };
            Tell([new CqlTopologyChange { Kind = CqlTopologyChangeKind.Schema, TopologyVersion = topology.Version, Keyspace = keyspace, Name = name }]);
        }
    }

    /// <summary>Changes from this call on, until the watcher stops or the client is disposed.</summary>
    public IAsyncEnumerable<CqlTopologyChange> WatchAsync(CancellationToken cancellationToken)
    {
        // Full: the oldest change goes. Whoever is so late reads the topology itself, which is always the newest.
        var channel = Channel.CreateBounded<CqlTopologyChange>(
            new BoundedChannelOptions(ChangesKeptMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_guard)
        {
            if (_isDisposed)
                channel.Writer.Complete();
            else
                _watchers.Add(channel);
        }

        return ReadAsync(channel, cancellationToken);
    }

    /// <summary>Opens the connections to the nodes of the client's own datacenter.</summary>
    public void StartLocalPools()
    {
        foreach (var pool in _view.Pools)
        {
            if (pool.Node.Datacenter == context.Options.LocalDatacenter)
                pool.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NodePool[] pools;
        lock (_guard)
        {
            _isDisposed = true;
            pools = _view.Pools;
            foreach (var watcher in _watchers)
                watcher.Writer.TryComplete();
        }

        await Task.WhenAll(pools.Select(static one => one.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<CqlTopologyChange> ReadAsync(
        Channel<CqlTopologyChange> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            lock (_guard)
                _watchers.Remove(channel);
        }
    }

    private static CqlNodeState StateOf(Dictionary<Guid, NodePool> known, Guid hostId)
        => known.TryGetValue(hostId, out var pool) ? pool.State : CqlNodeState.Unknown;

    private static bool IsSame(CqlTopology old, CqlTopology read)
        => old.ClusterName == read.ClusterName
            && old.Nodes.SequenceEqual(read.Nodes)
            && old.Ring.Tokens.SequenceEqual(read.Ring.Tokens)
            && old.Ring.Owners.SequenceEqual(read.Ring.Owners)
            && old.Keyspaces.Count == read.Keyspaces.Count
            && old.Keyspaces.All(one => read.Keyspaces.TryGetValue(one.Key, out var other) && other.Equals(one.Value));

    private static CqlTopologyChange Change(CqlTopologyChangeKind kind, long version, CqlNode node)
        => new() { Kind = kind, TopologyVersion = version, Node = node };

    private NodePool Make(CqlNode node, long version, List<CqlTopologyChange> changes)
    {
        changes.Add(Change(CqlTopologyChangeKind.Added, version, node));
        return new NodePool(node, context, OnStateChanged);
    }

    private void OnStateChanged(NodePool pool)
    {
        var state = pool.State;
        lock (_guard)
        {
            var index = _view.Topology.IndexOf(pool.Node.HostId);
            if (_isDisposed || index < 0 || _view.Topology.Nodes[index].State == state)
                return;
            var topology = _view.Topology.WithState(index, state);
            _view = _view with { Topology = topology };
            var kind = state == CqlNodeState.Up ? CqlTopologyChangeKind.Up : CqlTopologyChangeKind.Down;
            Tell([Change(kind, topology.Version, topology.Nodes[index])]);
        }

        if (state == CqlNodeState.Up)
        {
            context.Logger.NodeCameUp(pool.Node.EndPoint, pool.Node.Datacenter);
            CameUp?.Invoke(pool);
        }
        else
        {
            context.Logger.NodeWentDown(pool.Node.EndPoint, pool.Node.Datacenter, pool.LastError);
        }
    }

    private void Tell(List<CqlTopologyChange> changes)
    {
        foreach (var watcher in _watchers)
        {
            foreach (var change in changes)
                watcher.Writer.TryWrite(change);
        }
    }

    private async Task DrainAsync(NodePool pool)
    {
        try
        {
            await pool.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) // The node is gone from the cluster; whatever its pool still meets must not end the process.
        {
            context.Logger.NodeFailed(exception, pool.Node.EndPoint);
        }
    }
}
