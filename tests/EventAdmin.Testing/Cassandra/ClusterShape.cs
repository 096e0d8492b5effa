using System.Globalization;

namespace EventAdmin.Testing.Cassandra;

/// <summary>How many datacenters a cluster has, and how many nodes in each. Datacenters are called dc1, dc2, …, the racks of each r1, r2, ….</summary>
public sealed record ClusterShape(int Datacenters, int NodesPerDatacenter)
{
    public const int NodesMax = 12;

    public static ClusterShape OneNode { get; } = new(1, 1);

    public static ClusterShape ThreeNodes { get; } = new(1, 3);

    public static ClusterShape TwoDatacenters { get; } = new(2, 2);

    public int Nodes => Datacenters * NodesPerDatacenter;

    /// <summary>Reads <c>3</c> (nodes of one datacenter) or <c>2x3</c> (datacenters x nodes of each).</summary>
    public static bool TryParse(string text, out ClusterShape shape)
    {
        ArgumentNullException.ThrowIfNull(text);
        shape = OneNode;
        var parts = text.Split('x');
        if (parts.Length > 2 || !parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return false;
        var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        shape = numbers.Length == 1 ? new ClusterShape(1, numbers[0]) : new ClusterShape(numbers[0], numbers[1]);
        return shape is { Datacenters: >= 1, NodesPerDatacenter: >= 1, Nodes: <= NodesMax };
    }

    public override string ToString() => Datacenters == 1
        ? NodesPerDatacenter.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Datacenters}x{NodesPerDatacenter}");

    /// <summary>Datacenter, rack and token of every node, in the order of their addresses.</summary>
    internal IEnumerable<(string Datacenter, string Rack, long Token)> Places()
    {
        for (var datacenter = 0; datacenter < Datacenters; datacenter++)
        {
            for (var node = 0; node < NodesPerDatacenter; node++)
            {
                // Evenly over the ring; the second datacenter stands a little beside the first, since no two nodes may have the same token.
                var token = (long)(((Int128)node << 64) / NodesPerDatacenter) + long.MinValue + datacenter * 100;
                yield return ($"dc{datacenter + 1}", $"r{node + 1}", token);
            }
        }
    }
}
