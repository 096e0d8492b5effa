using System.Net;

namespace EventAdmin.Cql.Connections;

/// <summary>The node that a connection is opened to, as far as it is known before connecting.</summary>
internal sealed record ConnectionTarget
{
    /// <summary>Where to connect to.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>The host name of the contact point that led to the address; null when the address came from the cluster itself.</summary>
    public string? HostName { get; init; }

    /// <summary>The node's host id, once the topology is known.</summary>
    public Guid? HostId { get; init; }

    /// <summary>The node's datacenter, once the topology is known.</summary>
    public string? Datacenter { get; init; }
}
