using System.Net;

namespace EventAdmin.Cql.Sessions;

/// <summary>Whether a node can be asked.</summary>
public enum CqlNodeState
{
    /// <summary>Not tried yet; a node of another datacenter stays so until a call names that.</summary>
    Unknown,

    /// <summary>It has a working connection, or the cluster says that it is up.</summary>
    Up,

    /// <summary>No connection to it works; it is tried again.</summary>
    Down,

    /// <summary>It refused this client (credentials, protocol version, another cluster) and is asked again only with the longest pause.</summary>
    ForcedDown,
}

/// <summary>A node of the cluster as the topology knows it. Keyed by its host id: an address may be given to another node.</summary>
public sealed record CqlNode
{
    /// <summary>Its id.</summary>
    public required Guid HostId { get; init; }

    /// <summary>Where its native protocol is reached.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Its datacenter.</summary>
    public required string Datacenter { get; init; }

    /// <summary>Its rack.</summary>
    public required string Rack { get; init; }

    /// <summary>The server's version; empty where it is not told.</summary>
    public string ReleaseVersion { get; init; } = "";

    /// <summary>Its schema's version; null where it is not told.</summary>
    public Guid? SchemaVersion { get; init; }

    /// <summary>How many tokens it owns.</summary>
    public int TokenCount { get; init; }

    /// <summary>Whether it can be asked, when this snapshot was taken.</summary>
    public CqlNodeState State { get; init; }
}
