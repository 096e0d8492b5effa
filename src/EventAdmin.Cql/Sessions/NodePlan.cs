using System.Runtime.CompilerServices;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>What a plan asks about nodes, by their index in the topology.</summary>
internal interface INodeView
{
    /// <summary>Whether it may be asked: not down, and not spared by its breaker.</summary>
    bool IsPassable(int node);

    int InFlight(int node);

    /// <summary>Whether it hardly answers, although much was asked.</summary>
    bool IsSlow(int node);
}

/// <summary>Where a request may go.</summary>
/// <param name="Datacenter">The datacenter it is meant for.</param>
/// <param name="AllowRemote">Whether others may answer when that cannot.</param>
/// <param name="InRingOrder">For conditional statements and serial reads: all clients meet at the first replica that is up.</param>
/// <param name="Turn">Where to begin among nodes that are equally good.</param>
internal readonly record struct PlanRequest(string Datacenter, bool AllowRemote, bool InRingOrder, uint Turn)
{
    /// <summary>What a call of a statement of this kind asks for.</summary>
    public static PlanRequest Of(in CqlCall call, CqlStatementKind kind, string localDatacenter, uint turn)
    {
        var isSerial = kind == CqlStatementKind.Conditional || call.Consistency.IsSerial();
        var isLocal = call.Consistency.IsLocal() || (isSerial && call.SerialConsistency is { } serial && serial.IsLocal());
        return new PlanRequest(call.Datacenter ?? localDatacenter, AllowRemote: call.AllowRemote && !isLocal, InRingOrder: isSerial, Turn: turn);
    }
}

/// <summary>
/// The nodes to ask, in order: replicas of the datacenter, its other nodes in turn, and if allowed those of other datacenters, replicas
/// first. A mutable struct that allocates nothing; whether a node is up is looked at when its turn comes.
/// </summary>
internal struct NodePlan
{
    private const int ReplicasMax = 16;

    private readonly CqlTopology _topology;
    private readonly PlanRequest _request;
    private NodeIndexes _replicas;
    private int _localReplicas;
    private int _allReplicas;
    private Stage _stage;
    private int _next;

    private NodePlan(CqlTopology topology, PlanRequest request)
    {
        _topology = topology;
        _request = request;
    }

    private enum Stage
    {
        LocalReplicas,
        LocalNodes,
        RemoteReplicas,
        RemoteNodes,
        End,
    }

    /// <summary>A plan over the replicas given in ring order; none when the request has no routing key.</summary>
    public static NodePlan Create<TView>(CqlTopology topology, ReadOnlySpan<int> replicas, PlanRequest request, ref TView view)
        where TView : struct, INodeView
    {
        var plan = new NodePlan(topology, request);
        foreach (var node in replicas)
        {
            if (plan._localReplicas < ReplicasMax && topology.Nodes[node].Datacenter == request.Datacenter)
                plan._replicas[plan._localReplicas++] = node;
        }

        plan._allReplicas = plan._localReplicas;
        if (request.AllowRemote)
        {
            foreach (var node in replicas)
            {
                if (plan._allReplicas < ReplicasMax && topology.Nodes[node].Datacenter != request.Datacenter)
                    plan._replicas[plan._allReplicas++] = node;
            }
        }

        if (!request.InRingOrder && plan._localReplicas > 1)
            Balance(((Span<int>)plan._replicas)[..plan._localReplicas], request.Turn, ref view);
        return plan;
    }

    /// <summary>A plan of one node.</summary>
    public static NodePlan Pinned(CqlTopology topology, int node)
    {
        var plan = new NodePlan(topology, new PlanRequest(topology.Nodes[node].Datacenter, AllowRemote: true, InRingOrder: true, 0))
        {
            _localReplicas = 0,
            _allReplicas = 1,
            _stage = Stage.RemoteReplicas,
        };
        plan._replicas[0] = node;
        plan._isPinned = true;
        return plan;
    }

    private bool _isPinned;

    /// <summary>The next node that may be asked.</summary>
    public bool TryNext<TView>(ref TView view, out int node)
        where TView : struct, INodeView
    {
        while (TryStep(out node))
        {
            if (view.IsPassable(node))
                return true;
        }

        return false;
    }

    // Shuffled; the emptier one of the first two first; slow ones last.
    private static void Balance<TView>(Span<int> replicas, uint turn, ref TView view)
        where TView : struct, INodeView
    {
        var state = (turn * 2654435769u) | 1;
        for (var i = replicas.Length - 1; i > 0; i--)
        {
            state = (state * 1664525) + 1013904223;
            var other = (int)((ulong)state * (uint)(i + 1) >> 32);
            (replicas[i], replicas[other]) = (replicas[other], replicas[i]);
        }

        if (view.InFlight(replicas[1]) < view.InFlight(replicas[0]))
            (replicas[0], replicas[1]) = (replicas[1], replicas[0]);
        var moved = 0;
        for (var i = 0; i < replicas.Length - moved; i++)
        {
            if (!view.IsSlow(replicas[i]))
                continue;
            var slow = replicas[i];
            replicas[(i + 1)..].CopyTo(replicas[i..]);
            replicas[^1] = slow;
            moved++;
            i--;
        }
    }

    private bool TryStep(out int node)
    {
        while (true)
        {
            switch (_stage)
            {
                case Stage.LocalReplicas when _next < _localReplicas:
                    node = _replicas[_next++];
                    return true;
                case Stage.RemoteReplicas when _localReplicas + _next < _allReplicas:
                    node = _replicas[_localReplicas + _next++];
                    return true;
                case Stage.LocalNodes when TryOther(_topology.NodesOf(_request.Datacenter), out node):
                    return true;
                case Stage.RemoteNodes when TryRemote(out node):
                    return true;
                case Stage.End:
                    node = -1;
                    return false;
                default:
                    _next = 0;
                    _stage = _isPinned || (_stage == Stage.LocalNodes && !_request.AllowRemote) ? Stage.End : _stage + 1;
                    break;
            }
        }
    }

    private bool TryOther(ReadOnlySpan<int> nodes, out int node)
    {
        while (_next < nodes.Length)
        {
            node = nodes[(int)((Start + (uint)_next++) % (uint)nodes.Length)];
            if (!IsReplica(node))
                return true;
        }

        node = -1;
        return false;
    }

    private bool TryRemote(out int node)
    {
        var nodes = _topology.Nodes;
        while (_next < nodes.Length)
        {
            node = (int)((Start + (uint)_next++) % (uint)nodes.Length);
            if (nodes[node].Datacenter != _request.Datacenter && !IsReplica(node))
                return true;
        }

        node = -1;
        return false;
    }

    private readonly uint Start => _request.InRingOrder ? 0 : _request.Turn;

    private bool IsReplica(int node) => ((Span<int>)_replicas)[.._allReplicas].Contains(node);

    [InlineArray(ReplicasMax)]
    private struct NodeIndexes
    {
        private int _first;
    }
}
