using System.Collections.Concurrent;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Cql.Tests.RealCluster;

/// <summary>What the client says of each write is held against what the cluster has when all its nodes are back.</summary>
[Collection(Runs.ThreeNodes)]
public sealed class Three_nodes(ThreeNodeCluster run)
{
    private const int Callers = 8;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_nothing_wrongly_while_one_is_killed_and_comes_back() => await UnderLoadAsync(partition: 1, async node =>
    {
        await node.KillAsync(CancellationToken);
        return () => node.StartAsync(CancellationToken);
    });

    [Fact]
    public async Task Report_nothing_wrongly_while_one_is_paused_and_goes_on() => await UnderLoadAsync(partition: 2, async node =>
    {
        await node.PauseAsync(CancellationToken);
        return () => node.ResumeAsync(CancellationToken);
    });

    [Fact]
    public async Task Report_nothing_wrongly_while_one_is_restarted_in_order() => await UnderLoadAsync(partition: 3, async node =>
    {
        await node.StopAsync(CancellationToken);
        return () => node.StartAsync(CancellationToken);
    });

    [Fact]
    public async Task Are_called_on_the_others_while_one_lets_no_client_in()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.UntilConnectedAsync(nodes: 3);
        var select = await client.PrepareAsync("SELECT ck FROM ks.rows WHERE pk = ?", CqlStatementKind.Read);
        var closed = run.Cluster.Nodes[1];

        await closed.NodetoolAsync(["disablebinary"], CancellationToken);
        try
        {
            for (var key = 1000; key < 1100; key++)
            {
                using var result = await client.ExecuteAsync(select, [key]);
                Assert.NotEqual(closed.EndPoint, result.Execution.Coordinator.Address);
            }
        }
        finally
        {
            await closed.NodetoolAsync(["enablebinary"], CancellationToken);
        }

        await client.UntilConnectedAsync(nodes: 3);
    }

    [Fact]
    public async Task Decide_the_conditions_of_a_partition_at_one_coordinator_its_first_replica()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.UntilConnectedAsync(nodes: 3);
        var claim = await client.PrepareAsync("INSERT INTO ks.rows (pk, ck, v) VALUES (?, ?, ?) IF NOT EXISTS", CqlStatementKind.Conditional);
        var coordinators = new List<(int Key, Guid HostId, Guid First)>();
        for (var key = 2000; key < 2030; key++)
        {
            var first = client.Cql.Locate("ks", new Testing.FakeNode.WireWriter().Int(key).ToArray()).Replicas[0].HostId;
            for (var row = 0L; row < 3; row++)
            {
                using var result = await client.ExecuteAsync(claim, [key, row, "v"]);
                coordinators.Add((key, result.Execution.Coordinator.HostId, first));
            }
        }

        Assert.All(coordinators, one => Assert.Equal(one.First, one.HostId));
        Assert.Equal(3, coordinators.Select(one => one.HostId).Distinct().Count());
    }

    private async Task UnderLoadAsync(int partition, Func<CassandraNode, Task<Func<Task>>> breakNode)
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster, options => options with { AttemptTimeout = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(3) });
        await client.UntilConnectedAsync(nodes: 3);
        using var load = new Load(client, partition);
        await load.PrepareAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        var callers = Enumerable.Range(0, Callers).Select(caller => load.RunAsync(caller, done.Token)).ToArray();

        await load.UntilAnsweredAsync(100);
        // The node that leads the partition's conditional writes, so that they are hit too.
        var victim = run.Cluster.Nodes.Single(node => node.EndPoint.Equals(load.FirstReplica));
        var mend = await breakNode(victim);
        await load.UntilAnsweredAsync(200);
        await mend();
        await run.Cluster.HealAsync(CancellationToken);
        await load.UntilAnsweredAsync(100);
        await done.CancelAsync();
        await Task.WhenAll(callers);

        await client.UntilConnectedAsync(nodes: 3);
        var stored = await load.StoredAsync();
        Assert.Empty(load.Acknowledged.Except(stored));
        Assert.Empty(load.Refused.Intersect(stored));
        Assert.Empty(load.Surprises);
    }

    /// <summary>Callers that each write rows of their own, by turns plain and conditional, read them back, and remember what they were told.</summary>
    private sealed class Load(RealClient client, int partition) : IDisposable
    {
        private readonly ConcurrentBag<long> _acknowledged = [], _refused = [];
        private readonly ConcurrentBag<string> _surprises = [];
        private readonly SemaphoreSlim _answered = new(0);
        private ICqlStatement _plain = null!, _claim = null!, _read = null!, _readOne = null!;

        public IEnumerable<long> Acknowledged => _acknowledged;

        /// <summary>Told that it has no effect, and none to come.</summary>
        public IEnumerable<long> Refused => _refused;

        public IEnumerable<string> Surprises => _surprises;

        public System.Net.IPEndPoint FirstReplica => client.Cql.Locate("ks", new Testing.FakeNode.WireWriter().Int(partition).ToArray()).Replicas[0].EndPoint;

        public async Task PrepareAsync()
        {
            _plain = await client.PrepareAsync("INSERT INTO ks.rows (pk, ck, v) VALUES (?, ?, ?)", CqlStatementKind.IdempotentWrite);
            _claim = await client.PrepareAsync("INSERT INTO ks.rows (pk, ck, v) VALUES (?, ?, ?) IF NOT EXISTS", CqlStatementKind.Conditional);
            _readOne = await client.PrepareAsync("SELECT ck FROM ks.rows WHERE pk = ? AND ck = ?", CqlStatementKind.Read);
            _read = await client.PrepareAsync("SELECT ck FROM ks.rows WHERE pk = ?", CqlStatementKind.Read);
        }

        public async Task UntilAnsweredAsync(int count)
        {
            for (var left = count; left > 0; left--)
                Assert.True(await _answered.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken), $"{left} of {count} requests were not answered within a minute.");
        }

        public async Task RunAsync(int caller, CancellationToken done)
        {
            for (var round = 0L; !done.IsCancellationRequested; round++)
            {
                var row = caller * 1_000_000L + round;
                try
                {
                    await OneAsync(row, isConditional: round % 2 == 0);
                    await ReadBackAsync(row);
                    _answered.Release();
                }
                catch (CqlException e) when (e.Outcome == CqlOutcome.NotExecuted || e.Outcome == CqlOutcome.Failed)
                {
                    _refused.Add(row);
                }
                catch (CqlException)
                {
                    // Unknown: it may be there or not, and either is right.
                }
            }
        }

        public async Task<HashSet<long>> StoredAsync()
        {
            var call = RealClient.Call with { Consistency = CqlConsistency.All, PageSize = 50_000 };
            // A read at the serial level first finishes what a conditional write has left unfinished.
            await client.RowsAsync(_read, [partition], call with { Consistency = CqlConsistency.LocalSerial });
            return [.. (await client.RowsAsync(_read, [partition], call)).Select(row => (long)row[0]!)];
        }

        public void Dispose() => _answered.Dispose();

        private async Task OneAsync(long row, bool isConditional)
        {
            var call = RealClient.Call with { Timeout = TimeSpan.FromSeconds(3) };
            using var written = await client.ExecuteAsync(isConditional ? _claim : _plain, [partition, row, "v"], call);
            if (isConditional && written.Applied != true)
                _surprises.Add($"row {row} is nobody else's, and was not applied");
            _acknowledged.Add(row);
        }

        private async Task ReadBackAsync(long row)
        {
            try
            {
                if ((await client.RowsAsync(_readOne, [partition, row], RealClient.Call with { Timeout = TimeSpan.FromSeconds(3) })).Count != 1)
                    _surprises.Add($"row {row} was acknowledged, and a quorum does not have it");
            }
            catch (CqlException)
            {
                // A read that was not answered says nothing.
            }
        }
    }
}
