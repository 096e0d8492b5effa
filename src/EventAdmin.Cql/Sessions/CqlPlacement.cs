using System.Net;

namespace EventAdmin.Cql.Sessions;

/// <summary>Where a partition lives.</summary>
public sealed record CqlPlacement
{
    /// <summary>Its token.</summary>
    public required long Token { get; init; }

    /// <summary>The range that holds the token begins behind this one.</summary>
    public required long RangeAfter { get; init; }

    /// <summary>The range ends with this token.</summary>
    public required long RangeUpTo { get; init; }

    /// <summary>The nodes that keep it, of all datacenters, in ring order; empty when the keyspace or the ring is not known.</summary>
    public required IReadOnlyList<CqlReplica> Replicas { get; init; }
}

/// <summary>A node that keeps a copy of a partition.</summary>
/// <param name="HostId">The node's id.</param>
/// <param name="EndPoint">Its address.</param>
/// <param name="Datacenter">Its datacenter.</param>
/// <param name="Rack">Its rack.</param>
/// <param name="IsUp">Whether it was up when the topology was read.</param>
public sealed record CqlReplica(Guid HostId, IPEndPoint EndPoint, string Datacenter, string Rack, bool IsUp);
