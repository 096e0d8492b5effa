namespace EventAdmin.Cql.Sessions;

/// <summary>What changed in the cluster.</summary>
public enum CqlTopologyChangeKind
{
    /// <summary>A node was added.</summary>
    Added,

    /// <summary>A node was removed.</summary>
    Removed,

    /// <summary>A node can be asked again.</summary>
    Up,

    /// <summary>A node cannot be asked.</summary>
    Down,

    /// <summary>A keyspace, a table or something in it was created, altered or dropped.</summary>
    Schema,
}

/// <summary>A change of the topology, told after the new topology is in force.</summary>
public sealed record CqlTopologyChange
{
    /// <summary>What changed.</summary>
    public required CqlTopologyChangeKind Kind { get; init; }

    /// <summary>The version of the topology that holds it.</summary>
    public required long TopologyVersion { get; init; }

    /// <summary>The node; null for a change of the schema.</summary>
    public CqlNode? Node { get; init; }

    /// <summary>The keyspace; null for a change of a node, and where the whole schema may have changed.</summary>
    public string? Keyspace { get; init; }

    /// <summary>The table, type or function; null where the keyspace itself changed.</summary>
    public string? Name { get; init; }
}
