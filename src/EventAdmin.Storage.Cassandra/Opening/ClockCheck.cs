using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>Compares the clock of this host, which recorded times come from, with those of the nodes. No order depends on it.</summary>
internal sealed class ClockCheck(ICqlSession session, TimeProvider clock, TimeSpan limit)
{
    /// <summary>The nodes whose clocks differ too far, in sentences. One that does not answer is left out: others say so.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        foreach (var node in session.Topology.Nodes.Where(static node => node.State == CqlNodeState.Up))
        {
            if (await DifferenceAsync(node, cancellationToken).ConfigureAwait(false) is { } difference && difference.Duration() > limit)
            {
                warnings.Add(
                    $"The clock of node {node.EndPoint.Address} is {difference.Duration().TotalSeconds:0.0} s {(difference > TimeSpan.Zero ? "ahead of" : "behind")} this host's: recorded times are this host's. Set both by NTP.");
            }
        }

        return warnings;
    }

    // Whatever the way there and back took may have gone by on either side of the node's look at its clock.
    private async Task<TimeSpan?> DifferenceAsync(CqlNode node, CancellationToken cancellationToken)
    {
        var call = new CqlCall
        {
            Consistency = CqlConsistency.One,
            PinnedNode = node.HostId,
            Datacenter = node.Datacenter,
            Timeout = TimeSpan.FromSeconds(2),
            Label = "posture",
        };
        try
        {
            var before = clock.GetUtcNow();
            using var result = await session.ExecuteSimpleAsync("SELECT toUnixTimestamp(now()) FROM system.local", call, cancellationToken).ConfigureAwait(false);
            var after = clock.GetUtcNow();
            if (!result.Page.TryFirst(static row => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), out var theirs))
                return null;
            return theirs > after ? theirs - after : theirs < before.AddMilliseconds(-1) ? theirs - before : TimeSpan.Zero;
        }
        catch (CqlException)
        {
            return null;
        }
    }
}
