using System.Net;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>How a client stands with its cluster at one moment.</summary>
public sealed record CqlSessionState
{
    /// <summary>The protocol's version that all connections speak; null before the first connection.</summary>
    public CqlProtocolVersion? ProtocolVersion { get; init; }

    /// <summary>The node that the control connection goes to; null while there is none.</summary>
    public EndPoint? ControlConnection { get; init; }

    /// <summary>The version of the topology that this describes.</summary>
    public long TopologyVersion { get; init; }

    /// <summary>How many statements are prepared.</summary>
    public int PreparedStatements { get; init; }

    /// <summary>Every node of the topology.</summary>
    public required IReadOnlyList<CqlNodeStatus> Nodes { get; init; }
}

/// <summary>How a client stands with one node.</summary>
public sealed record CqlNodeStatus
{
    /// <summary>The node, with its state.</summary>
    public required CqlNode Node { get; init; }

    /// <summary>Open connections.</summary>
    public int Connections { get; init; }

    /// <summary>Requests sent and not answered.</summary>
    public int InFlight { get; init; }

    /// <summary>Requests waiting for a connection.</summary>
    public int Queued { get; init; }

    /// <summary>Request ids whose caller has gone and whose answer has not come.</summary>
    public int Orphans { get; init; }

    /// <summary>Whether the node is spared.</summary>
    public CqlBreakerState Breaker { get; init; }

    /// <summary>The last thing that went wrong with it; null when nothing did.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }
}
