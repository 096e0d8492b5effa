using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>What two runs of one request know of each other: the nodes they use and what they tried. Thread-safe.</summary>
internal sealed class SpeculationGroup
{
    private readonly Lock _guard = new(); // guards _nodes and _attempts
    private readonly HashSet<NodePool> _nodes = [];
    private readonly List<CqlAttempt> _attempts = [];

    /// <summary>How often another node was asked beside a slow one.</summary>
    public int Speculative { get; set; }

    /// <summary>Takes a node for one of the runs; false when it is the other's.</summary>
    public bool TryUse(NodePool pool)
    {
        lock (_guard)
            return _nodes.Add(pool);
    }

    public void Add(CqlAttempt attempt)
    {
        lock (_guard)
            _attempts.Add(attempt);
    }

    public IReadOnlyList<CqlAttempt> Attempts
    {
        get
        {
            lock (_guard)
                return [.. _attempts];
        }
    }
}
