using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventAdmin.Cql.Sessions;

/// <summary>A row of <c>system.local</c>, <c>system.peers_v2</c> or <c>system.peers</c>, whatever its columns are called there.</summary>
internal sealed record PeerRow
{
    public Guid? HostId { get; init; }

    public string? Datacenter { get; init; }

    public string? Rack { get; init; }

    public IReadOnlyList<string> Tokens { get; init; } = [];

    public string? ReleaseVersion { get; init; }

    public Guid? SchemaVersion { get; init; }

    /// <summary>The address that other nodes use.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>native_address, or rpc_address where there is none.</summary>
    public IPAddress? NativeAddress { get; init; }

    public int? NativePort { get; init; }

    /// <summary>In the row of the connected node only.</summary>
    public string? ClusterName { get; init; }

    /// <summary>In the row of the connected node only.</summary>
    public string? Partitioner { get; init; }

    /// <summary>The node as the topology holds it; null for a row of a node that has not joined, or has left.</summary>
    /// <param name="dialled">The address that was dialled, for the row of the node that was; it is known to work.</param>
    /// <param name="port">The port of nodes that tell none.</param>
    public TopologyNode? ToNode(IPEndPoint? dialled, int port)
    {
        if (HostId is not { } hostId || Datacenter is null or "" || Rack is null or "" || Tokens.Count == 0)
            return null;
        var endPoint = dialled ?? EndPointOf(port);
        if (endPoint is null)
            return null;
        return new TopologyNode(
            new CqlNode
            {
                HostId = hostId,
                EndPoint = endPoint,
                Datacenter = Datacenter,
                Rack = Rack,
                ReleaseVersion = ReleaseVersion ?? "",
                SchemaVersion = SchemaVersion,
            },
            ParseTokens());
    }

    private IPEndPoint? EndPointOf(int port)
    {
        // 0.0.0.0 means that the node listens on all its addresses: the one that its peers use is one of them.
        var isWildcard = NativeAddress is not null && (NativeAddress.Equals(IPAddress.Any) || NativeAddress.Equals(IPAddress.IPv6Any));
        var address = NativeAddress is null || isWildcard ? Peer : NativeAddress;
        if (address is null)
            return null;
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return new IPEndPoint(address, NativePort is > 0 and <= IPEndPoint.MaxPort ? NativePort.Value : port);
    }

    // Tokens of another partitioner are no numbers of 64 bits; nothing is routed by them then.
    private List<long> ParseTokens()
    {
        var tokens = new List<long>(Tokens.Count);
        foreach (var text in Tokens)
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var token))
                tokens.Add(token);
        }

        tokens.Sort();
        return tokens;
    }
}
