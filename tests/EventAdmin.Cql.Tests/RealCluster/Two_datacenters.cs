using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.RealCluster;

[Collection(Runs.TwoDatacenters)]
public sealed class Two_datacenters(TwoDatacenterCluster run)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Have_the_replicas_that_the_nodes_themselves_name()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);

        Assert.Equal(["dc1", "dc2"], client.Cql.Topology.Datacenters.Order());
        Assert.Equal(4, client.Cql.Topology.Nodes.Length);
        foreach (var keyspace in (string[])["ks", "single"])
        {
            if (keyspace == "single")
                await client.RunAsync("CREATE TABLE IF NOT EXISTS single.rows (pk int, ck bigint, v text, PRIMARY KEY (pk, ck))");
            foreach (var key in (int[])[1, 77])
            {
                var named = (await run.Cluster.Nodes[0].NodetoolAsync(["getendpoints", keyspace, "rows", $"{key}"], CancellationToken))
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

                Assert.Equal(named.Order(), Replicas(client, keyspace, key).Select(replica => $"{replica.EndPoint.Address}").Order());
            }
        }
    }

    [Fact]
    public async Task Are_each_asked_when_they_are_named_and_the_local_one_else()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.UntilConnectedAsync(nodes: 2);
        var insert = await client.PrepareAsync("INSERT INTO ks.rows (pk, ck, v) VALUES (?, ?, ?)", CqlStatementKind.IdempotentWrite);
        var select = await client.PrepareAsync("SELECT v FROM ks.rows WHERE pk = ? AND ck = ?", CqlStatementKind.Read);
        var each = RealClient.Call with { Consistency = CqlConsistency.EachQuorum };

        for (var key = 0; key < 40; key++)
        {
            using var written = await client.ExecuteAsync(insert, [key, 1L, "v"], each);
            using var local = await client.ExecuteAsync(select, [key, 1L]);
            using var remote = await client.ExecuteAsync(select, [key, 1L], RealClient.Call with { Datacenter = "dc2" });

            Assert.Equal(("dc1", "dc1", "dc2"), (written.Execution.Coordinator.Datacenter, local.Execution.Coordinator.Datacenter, remote.Execution.Coordinator.Datacenter));
            Assert.Equal((1, 1), (local.Page.Count, remote.Page.Count));
        }
    }

    [Fact]
    public async Task Are_asked_at_a_replica_of_the_row_in_the_datacenter_that_is_meant()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.RunAsync("CREATE TABLE IF NOT EXISTS single.rows (pk int, ck bigint, v text, PRIMARY KEY (pk, ck))");
        await client.UntilConnectedAsync(nodes: 2);
        var insert = await client.PrepareAsync("INSERT INTO single.rows (pk, ck, v) VALUES (?, ?, ?)", CqlStatementKind.IdempotentWrite);
        var claim = await client.PrepareAsync("INSERT INTO single.rows (pk, ck, v) VALUES (?, ?, ?) IF NOT EXISTS", CqlStatementKind.Conditional);
        // A node of the other datacenter gets its connections with the first call that is for it.
        for (var key = 100; client.Cql.GetState().Nodes.Any(node => node.Connections == 0); key++)
            (await client.ExecuteAsync(insert, [key, 0L, "v"], RealClient.Call with { Datacenter = "dc2" })).Dispose();

        foreach (var datacenter in (string[])["dc1", "dc2"])
        {
            for (var key = 1; key < 40; key++)
            {
                var replica = Assert.Single(Replicas(client, "single", key), one => one.Datacenter == datacenter);
                var call = RealClient.Call with { Datacenter = datacenter };
                using var written = await client.ExecuteAsync(insert, [key, 1L, "v"], call);
                using var claimed = await client.ExecuteAsync(claim, [key, datacenter == "dc1" ? 2L : 3L, "v"], call);

                Assert.Equal((replica.HostId, replica.HostId), (written.Execution.Coordinator.HostId, claimed.Execution.Coordinator.HostId));
            }
        }
    }

    [Fact]
    public async Task Are_not_left_for_the_other_unless_that_is_allowed()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.UntilConnectedAsync(nodes: 2);
        var select = await client.PrepareAsync("SELECT v FROM ks.rows WHERE pk = ? AND ck = ?", CqlStatementKind.Read);
        // Warm the other datacenter's connections while all is well.
        (await client.ExecuteAsync(select, [1, 1L], RealClient.Call with { Datacenter = "dc2" })).Dispose();
        foreach (var node in run.Cluster.Nodes.Where(node => node.Datacenter == "dc1"))
            await node.PauseAsync(CancellationToken);
        try
        {
            var strict = RealClient.Call with { Consistency = CqlConsistency.One, Timeout = TimeSpan.FromSeconds(2), AttemptTimeout = TimeSpan.FromSeconds(0.5) };
            var refused = await Assert.ThrowsAnyAsync<CqlException>(() => client.ExecuteAsync(select, [1, 1L], strict));
            using var answered = await client.ExecuteAsync(select, [1, 1L], strict with { AllowRemote = true, Timeout = TimeSpan.FromSeconds(20) });

            Assert.All(refused.Attempts, attempt => Assert.Equal("dc1", client.Cql.Topology.FindNode(attempt.HostId!.Value)!.Datacenter));
            Assert.Equal("dc2", answered.Execution.Coordinator.Datacenter);
        }
        finally
        {
            await run.Cluster.HealAsync(CancellationToken);
        }
    }

    private static IReadOnlyList<CqlReplica> Replicas(RealClient client, string keyspace, int key) =>
        client.Cql.Locate(keyspace, new WireWriter().Int(key).ToArray()).Replicas;
}
