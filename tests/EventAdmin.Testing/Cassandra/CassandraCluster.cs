using System.Net;
using System.Security.Cryptography.X509Certificates;
using EventAdmin.Testing.Certificates;

namespace EventAdmin.Testing.Cassandra;

/// <summary>A cluster of real nodes on addresses of its own, for one test run. Its processes end with it, or with this process.</summary>
public sealed class CassandraCluster : IAsyncDisposable
{
    private const ushort LocalQuorum = 6;

    private readonly ClusterTurn _turn;
    private readonly ClusterSlot _slot;
    private readonly ClusterRun _run;

    private CassandraCluster(ClusterTurn turn, ClusterSlot slot, ClusterRun run)
    {
        _turn = turn;
        _slot = slot;
        _run = run;
    }

    public IReadOnlyList<CassandraNode> Nodes => _run.Nodes;

    public IReadOnlyList<IPEndPoint> ContactPoints => [.. Nodes.Select(node => node.EndPoint)];

    /// <summary>What a client trusts; null where the cluster does not encrypt.</summary>
    public X509Certificate2? Authority => _run.Authority?.Certificate;

    /// <summary>The name and password of the first account.</summary>
    public static (string User, string Password) Account => ("cassandra", "cassandra");

    /// <summary>Waits for this process's turn, starts the nodes, makes the schema, and answers when every node sees every other.</summary>
    public static async Task<CassandraCluster> StartAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var distribution = await CassandraDistribution.FindAsync(cancellationToken);
        var turn = await ClusterTurn.TakeAsync(cancellationToken);
        var slot = ClusterSlot.Take();
        var cluster = new CassandraCluster(turn, slot, new ClusterRun(distribution, options, isOwned: true, options.IsEncrypted ? new TestAuthority() : null));
        try
        {
            await cluster.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a statement on the first node that runs.</summary>
    public async Task RunAsync(string cql, CancellationToken cancellationToken)
    {
        await using var probe = await Nodes.First(node => node is { IsRunning: true, IsPaused: false }).ConnectAsync(cancellationToken);
        await probe.QueryAsync(cql, LocalQuorum, cancellationToken);
    }

    /// <summary>Starts what was killed, resumes what was paused, and waits until every node sees every other.</summary>
    public async Task HealAsync(CancellationToken cancellationToken)
    {
        foreach (var node in Nodes)
        {
            await node.ResumeAsync(cancellationToken);
            await node.StartAsync(cancellationToken);
        }

        await _run.WaitUntilReadyAsync(cancellationToken);
        await _run.WaitUntilAgreedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing of it is kept, so nothing needs to be flushed.
        await Task.WhenAll(Nodes.Select(node => node.KillAsync(CancellationToken.None)));
        _run.Authority?.Dispose();
        _slot.Dispose();
        _turn.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var restored = ClusterTemplates.TryRestore(_run.Distribution, _run.Options, _slot);
        var places = _slot.Lay(_run.Options.Shape);
        var seeds = places.Select(place => place.Address).ToList();
        foreach (var place in places)
        {
            NodeSettings.Write(place, seeds, _run.Options);
            if (_run.Authority is not null)
                NodeSettings.WriteKeystore(place, _run.Authority);
            _run.Nodes.Add(new CassandraNode(_run, place));
        }

        await StartNodesAsync(cancellationToken);
        if (restored)
            return;
        foreach (var statement in _run.Options.Schema)
            await RunAsync(statement, cancellationToken);
        await _run.WaitUntilAgreedAsync(cancellationToken);
        if (!ClusterTemplates.AreKept(_run.Options))
            return;
        await Task.WhenAll(Nodes.Select(node => node.StopAsync(cancellationToken)));
        ClusterTemplates.Keep(_run.Distribution, _run.Options, _slot);
        await StartNodesAsync(cancellationToken);
    }

    private async Task StartNodesAsync(CancellationToken cancellationToken)
    {
        foreach (var node in Nodes)
            await node.StartAsync(cancellationToken);
        await _run.WaitUntilReadyAsync(cancellationToken);
    }
}
