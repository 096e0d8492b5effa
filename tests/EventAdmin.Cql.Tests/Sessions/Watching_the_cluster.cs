using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.FakeNode;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Watching_the_cluster
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_stops_goes_down_and_comes_up_again_by_itself()
    {
        await using var session = await FakeSession.ConnectedAsync();
        var node = session.Cluster.Nodes[2];
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");

        await node.StopAsync();
        await session.UntilAsync(state => state.Nodes[2].Node.State == CqlNodeState.Down, "the node is down");
        Assert.False(session.Client.Topology.FindNode(node.Place.HostId)!.State == CqlNodeState.Up);
        for (var i = 0; i < 10; i++)
            (await session.ExecuteAsync(CqlStatementKind.IdempotentWrite, $"p{i}", FakeSession.Call)).Dispose();
        node.Start();

        await session.UntilAsync(state => state.Nodes[2].Node.State == CqlNodeState.Up, "the node is up again");
    }

    [Fact]
    public async Task A_node_that_comes_up_is_given_the_prepared_statements()
    {
        await using var session = await FakeSession.ConnectedAsync();
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        var node = session.Cluster.Nodes[2];
        await node.StopAsync();
        await session.UntilAsync(state => state.Nodes[2].Node.State == CqlNodeState.Down, "the node is down");
        var prepared = new TaskCompletionSource();
        node.Script.Add(request =>
        {
            if (request.Opcode == FakeOpcode.Prepare && request.Cql == FakeSession.Insert)
                prepared.TrySetResult();
            return null;
        });

        node.Start();

        await prepared.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken);
    }

    [Fact]
    public async Task A_statement_is_prepared_on_the_other_nodes_in_the_background()
    {
        await using var session = await FakeSession.ConnectedAsync();
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");
        var waiting = session.Cluster.Nodes.ToDictionary(static node => node, static _ => new TaskCompletionSource());
        session.Cluster.Script.Add(request =>
        {
            if (request.Opcode == FakeOpcode.Prepare)
                waiting[request.Node].TrySetResult();
            return null;
        });

        await session.Client.PrepareAsync(FakeSession.Select, CqlStatementKind.Read, CancellationToken);

        await Task.WhenAll(waiting.Values.Select(static one => one.Task)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken);
    }

    [Fact]
    public async Task Losing_the_control_connection_is_made_up_for_on_another_node()
    {
        await using var session = await FakeSession.ConnectedAsync();
        var first = session.Client.GetState().ControlConnection;
        var node = session.Cluster.Nodes.Single(one => one.EndPoint.Equals(first));
        var registered = new TaskCompletionSource();
        session.Cluster.Script.Add(request =>
        {
            if (request.Opcode == FakeOpcode.Register)
                registered.TrySetResult();
            return null;
        });

        await node.StopAsync();

        await registered.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken);
    }

    [Fact]
    public async Task A_new_keyspace_is_known_after_its_notice()
    {
        await using var session = await FakeSession.ConnectedAsync();
        var changes = session.Client.WatchTopologyAsync(CancellationToken).GetAsyncEnumerator(CancellationToken);
        session.Cluster.Schema.Keyspaces["other"] = new Dictionary<string, string> { ["class"] = "SimpleStrategy", ["replication_factor"] = "2" };

        await session.Cluster.NotifyAsync(FakeReply.SchemaNotice("CREATED", "other"));

        var change = await NextAsync(changes, CqlTopologyChangeKind.Schema);
        Assert.Equal(("other", null), (change.Keyspace, change.Name));
        Assert.True(session.Client.Topology.Version >= change.TopologyVersion);
        Assert.Equal(2, session.Client.Locate("other", "a"u8).Replicas.Count);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_was_removed_leaves_the_topology()
    {
        await using var session = await FakeSession.ConnectedAsync();
        var gone = session.Cluster.Nodes.First(node => !node.EndPoint.Equals(session.Client.GetState().ControlConnection));
        var changes = session.Client.WatchTopologyAsync(CancellationToken).GetAsyncEnumerator(CancellationToken);
        session.Cluster.Removed.Add(gone);

        await session.Cluster.NotifyAsync(FakeReply.TopologyNotice("REMOVED_NODE", gone.EndPoint));

        var change = await NextAsync(changes, CqlTopologyChangeKind.Removed);
        Assert.Equal(gone.Place.HostId, change.Node!.HostId);
        Assert.Null(session.Client.Topology.FindNode(gone.Place.HostId));
        Assert.Equal(2, session.Client.Topology.Ring.Count);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Everything_is_read_anew_every_minute_since_notices_get_lost()
    {
        await using var session = FakeSession.Start();
        var clock = new FakeTimeProvider();
        await session.ConnectAsync(session.Options, clock);
        var gone = session.Cluster.Nodes.First(node => !node.EndPoint.Equals(session.Client.GetState().ControlConnection));
        var changes = session.Client.WatchTopologyAsync(CancellationToken).GetAsyncEnumerator(CancellationToken);
        session.Cluster.Removed.Add(gone);

        clock.Advance(TimeSpan.FromSeconds(61));

        var change = await NextAsync(changes, CqlTopologyChangeKind.Removed);
        Assert.Equal(gone.Place.HostId, change.Node!.HostId);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task A_swarm_of_notices_is_one_reading_of_the_topology()
    {
        await using var session = await FakeSession.ConnectedAsync();
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");
        using var readings = new SemaphoreSlim(0);
        session.Cluster.Script.Add(request =>
        {
            if (request.Cql?.Contains("system.peers", StringComparison.Ordinal) == true)
                readings.Release();
            return null;
        });

        // The second swarm begins when the first was read: had the first been read twice, three readings would be counted.
        for (var swarm = 0; swarm < 2; swarm++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => session.Cluster.NotifyAsync(FakeReply.TopologyNotice("NEW_NODE", session.Cluster.Nodes[2].EndPoint))));
            Assert.True(await readings.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken), "The topology was not read.");
        }

        Assert.Equal(0, readings.CurrentCount);
    }

    [Fact]
    public async Task A_node_is_tried_when_the_cluster_says_that_it_is_up()
    {
        await using var session = await FakeSession.ConnectedAsync(
            change: static options => options with { ReconnectDelay = TimeSpan.FromHours(1), ReconnectDelayMax = TimeSpan.FromHours(1) });
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");
        var node = session.Cluster.Nodes.First(one => !one.EndPoint.Equals(session.Client.GetState().ControlConnection));
        await node.StopAsync();
        await session.UntilAsync(state => state.Nodes.Any(static one => one.Node.State == CqlNodeState.Down), "the node is down");
        node.Start();

        await session.Cluster.NotifyAsync(FakeReply.StatusNotice("UP", node.EndPoint));

        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "the node is up again");
    }

    [Fact]
    public async Task Another_node_under_the_address_of_one_that_is_gone_takes_its_place()
    {
        await using var session = await FakeSession.ConnectedAsync();
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");
        var node = session.Cluster.Nodes.First(one => !one.EndPoint.Equals(session.Client.GetState().ControlConnection));
        var gone = node.Place.HostId;
        var other = new Guid(9, 9, 9, [9, 9, 9, 9, 9, 9, 9, 9]);
        await node.StopAsync();
        node.Place = node.Place with { HostId = other };
        node.Start();

        await session.Cluster.NotifyAsync(FakeReply.TopologyNotice("NEW_NODE", node.EndPoint));

        await session.UntilAsync(state => state.Nodes.Any(one => one.Node.HostId == other && one.Node.State == CqlNodeState.Up), "the other node is up");
        Assert.Null(session.Client.Topology.FindNode(gone));
        Assert.Equal(3, session.Client.Topology.Nodes.Length);
        Assert.All(Enumerable.Range(0, 20), key => Assert.DoesNotContain(gone, session.Client.Locate("ks", [(byte)key]).Replicas.Select(static one => one.HostId)));
    }

    [Fact]
    public async Task Agreement_on_the_schema_is_waited_for()
    {
        await using var session = await FakeSession.ConnectedAsync();
        await session.UntilAsync(static state => state.Nodes.All(static one => one.Node.State == CqlNodeState.Up), "all nodes are up");
        session.Cluster.AgreesOnSchemaAtOnce = false;
        (await session.Client.ExecuteSimpleAsync("CREATE TABLE ks.later (pk text, v text, PRIMARY KEY (pk))", FakeSession.Call, CancellationToken)).Dispose();

        Assert.False(await session.Client.WaitForSchemaAgreementAsync(TimeSpan.Zero, CancellationToken));
        session.Cluster.AgreeOnSchema();
        Assert.True(await session.Client.WaitForSchemaAgreementAsync(TimeSpan.FromSeconds(10), CancellationToken));
    }

    private static async Task<CqlTopologyChange> NextAsync(IAsyncEnumerator<CqlTopologyChange> changes, CqlTopologyChangeKind kind)
    {
        while (await changes.MoveNextAsync())
        {
            if (changes.Current.Kind == kind)
                return changes.Current;
        }

        throw new InvalidOperationException($"The client ended before a change of kind {kind}.");
    }
}
