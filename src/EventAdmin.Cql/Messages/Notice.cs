using System.Net;

using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Messages;

/// <summary>What happened to a node, as far as the node that tells it knows.</summary>
internal enum NodeChange
{
    Up,
    Down,
    Added,
    Removed,
    Moved,
}

/// <summary>What a node tells without being asked (EVENT, section 4.2.6 of the protocol's specification).</summary>
internal abstract record Notice
{
    private Notice()
    {
    }

    public static Notice Read(ref CqlReader reader) => reader.String() switch
    {
        "STATUS_CHANGE" or "TOPOLOGY_CHANGE" => new Node(ReadNodeChange(ref reader), reader.EndPoint()),
        "SCHEMA_CHANGE" => new Schema(SchemaChange.Read(ref reader)),
        var other => throw new CqlProtocolException($"A notice of kind '{other}'."),
    };

    private static NodeChange ReadNodeChange(ref CqlReader reader) => reader.String() switch
    {
        "UP" => NodeChange.Up,
        "DOWN" => NodeChange.Down,
        "NEW_NODE" => NodeChange.Added,
        "REMOVED_NODE" => NodeChange.Removed,
        "MOVED_NODE" => NodeChange.Moved,
        var other => throw new CqlProtocolException($"A node's change '{other}'."),
    };

    /// <summary>STATUS_CHANGE and TOPOLOGY_CHANGE.</summary>
    internal sealed record Node(NodeChange Change, IPEndPoint Address) : Notice;

    /// <summary>SCHEMA_CHANGE.</summary>
    internal sealed record Schema(SchemaChange Change) : Notice;
}
