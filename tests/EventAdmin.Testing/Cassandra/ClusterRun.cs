using EventAdmin.Testing.Certificates;

namespace EventAdmin.Testing.Cassandra;

/// <summary>What the nodes of one running cluster share.</summary>
internal sealed class ClusterRun(CassandraDistribution distribution, ClusterOptions options, bool isOwned, TestAuthority? authority)
{
    private const ushort One = 1, Two = 2, All = 5;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public CassandraDistribution Distribution { get; } = distribution;

    public ClusterOptions Options { get; } = options;

    /// <summary>The nodes may not outlive this process.</summary>
    public bool IsOwned { get; } = isOwned;

    public TestAuthority? Authority { get; } = authority;

    public List<CassandraNode> Nodes { get; } = [];

    /// <summary>Reads all of the ring of a table that every cluster has, with three copies: an answer means that the node sees the others.</summary>
    public Task ReadEverywhereAsync(NodeProbe probe, CancellationToken cancellationToken) =>
        probe.QueryAsync("SELECT parent_id FROM system_distributed.parent_repair_history LIMIT 1", LevelOfAll(), cancellationToken);

    /// <summary>Waits until every node answers and sees the others.</summary>
    /// <exception cref="InvalidOperationException">A node ended, or the time that a start may take is over.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Options.StartTimeout);
        try
        {
            await Task.WhenAll(Nodes.Select(node => node.WaitUntilReadyAsync(limit.Token)));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Not every node was ready after {Options.StartTimeout}; see {Nodes[0].LogPath} and its neighbours.", e);
        }
    }

    /// <summary>Waits until every node has the same schema: one that was busy learns of a new table later than those beside it.</summary>
    /// <exception cref="InvalidOperationException">The time that a start may take is over.</exception>
    public async Task WaitUntilAgreedAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Options.StartTimeout);
        try
        {
            while ((await Task.WhenAll(Nodes.Select(node => ReadSchemaVersionAsync(node, limit.Token)))).Distinct().Count() > 1)
                await Task.Delay(BetweenLooks, TimeProvider.System, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The nodes did not agree on their schema in {Options.StartTimeout}.", e);
        }
    }

    private static async Task<Guid> ReadSchemaVersionAsync(CassandraNode node, CancellationToken cancellationToken)
    {
        await using var probe = await node.ConnectAsync(cancellationToken);
        return await probe.ReadSchemaVersionAsync(cancellationToken);
    }

    private ushort LevelOfAll() => Nodes.TrueForAll(node => node is { IsRunning: true, IsPaused: false })
        ? Nodes.Count switch { 1 => One, 2 => Two, _ => All }
        : One;
}
