using System.Net;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Connecting_a_client
{
    [Fact]
    public async Task Reads_nodes_ring_and_keyspaces()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 3, datacenters: 2);

        var topology = session.Client.Topology;

        Assert.Equal("fake", topology.ClusterName);
        Assert.Equal(
            session.Cluster.Nodes.Select(static node => (node.Place.HostId, node.EndPoint, node.Place.Datacenter, node.Place.Rack)).Order(),
            topology.Nodes.Select(static node => (node.HostId, node.EndPoint, node.Datacenter, node.Rack)).Order());
        Assert.Equal(6, topology.Ring.Count);
        Assert.Equal(3, topology.Keyspaces["ks"].FactorByDatacenter["dc2"]);
        Assert.Equal(6, session.Client.Locate("ks", "a"u8).Replicas.Count);
    }

    [Fact]
    public async Task Asks_for_notices_before_it_reads_the_topology()
    {
        await using var session = await FakeSession.ConnectedAsync();

        var requests = session.Cluster.Requests.OrderBy(static request => request.Number).ToList();
        var register = requests.FindIndex(static request => request.Opcode == FakeOpcode.Register);
        var firstRead = requests.FindIndex(static request => request.Cql.Contains("FROM system.local", StringComparison.Ordinal) && !request.Cql.Contains("cluster_name", StringComparison.Ordinal));
        Assert.InRange(register, 0, firstRead - 1);
    }

    [Fact]
    public async Task Falls_back_to_version_4_and_to_the_older_table_of_peers()
    {
        await using var session = FakeSession.Start();
        foreach (var node in session.Cluster.Nodes)
        {
            node.ProtocolVersionMax = 4;
            node.HasPeersV2 = false;
        }

        await session.ConnectAsync(session.Options);

        Assert.Equal(CqlProtocolVersion.V4, session.Client.GetState().ProtocolVersion);
        Assert.Equal(3, session.Client.Topology.Nodes.Length);
    }

    [Fact]
    public async Task Ignores_nodes_that_have_not_joined_yet()
    {
        await using var session = FakeSession.Start();
        session.Cluster.Nodes[1].ColumnsMissing = ["tokens"];
        session.Cluster.Nodes[2].ColumnsMissing = ["host_id"];

        await session.ConnectAsync(session.Options);

        Assert.Equal(session.Cluster.Nodes[0].Place.HostId, Assert.Single(session.Client.Topology.Nodes).HostId);
    }

    [Fact]
    public async Task Takes_the_address_of_the_peer_for_a_node_that_listens_on_all_of_its_own()
    {
        await using var session = FakeSession.Start();
        foreach (var node in session.Cluster.Nodes)
            node.AdvertisedAddress = IPAddress.Any;

        await session.ConnectAsync(session.Options);

        Assert.Equal(session.Cluster.Nodes.Select(static node => node.EndPoint.ToString()).Order(), session.Client.Topology.Nodes.Select(static node => node.EndPoint.ToString()).Order());
    }

    [Fact]
    public async Task Opens_no_connection_to_another_datacenter_before_a_call_names_it()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 2, datacenters: 2);
        Assert.All(session.Cluster.Nodes.Where(static node => node.Place.Datacenter == "dc2"), static node => Assert.Equal(0, node.ConnectionsEver));

        using var result = await session.ExecuteAsync(CqlStatementKind.Read, "a", FakeSession.Call with { Datacenter = "dc2" });

        Assert.Equal("dc2", result.Execution.Coordinator.Datacenter);
    }

    [Fact]
    public async Task Goes_on_with_the_next_contact_point()
    {
        await using var session = FakeSession.Start();
        await session.Cluster.Nodes[0].StopAsync();

        await session.ConnectAsync(session.Options with { ContactPoints = [.. session.Cluster.Nodes.Select(static node => node.EndPoint.ToString())] });

        Assert.Equal(3, session.Client.Topology.Nodes.Length);
    }

    [Fact]
    public async Task Fails_when_no_contact_point_answers()
    {
        await using var session = FakeSession.Start();
        foreach (var node in session.Cluster.Nodes)
            await node.StopAsync();

        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => session.ConnectAsync(session.Options));

        Assert.Equal((CqlOutcome.NotExecuted, ConnectStep.Tcp), (failure.Outcome, failure.Step));
    }

    [Fact]
    public async Task Fails_when_its_datacenter_is_not_there_and_says_which_are()
    {
        await using var session = FakeSession.Start(nodes: 1, datacenters: 2);

        var failure = await Assert.ThrowsAsync<CqlConnectionException>(() => session.ConnectAsync(session.Options with { LocalDatacenter = "dc9" }));

        Assert.Contains("dc1, dc2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_a_node_that_refuses_the_credentials_and_does_not_try_it_in_a_loop()
    {
        await using var session = FakeSession.Start(nodes: 1);
        session.Cluster.Account = ("user", "secret");

        var failure = await Assert.ThrowsAsync<CqlConnectException>(
            () => session.ConnectAsync(session.Options with { Credentials = static _ => ValueTask.FromResult(new CqlCredentials("user", "wrong")) }));

        Assert.True(failure.IsAuthenticationRefused);
        Assert.DoesNotContain("wrong", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(session.Cluster.Requests, static request => request.Opcode == FakeOpcode.AuthResponse);
    }

    [Fact]
    public async Task Marks_a_node_that_belongs_to_another_cluster()
    {
        await using var session = FakeSession.Start();
        session.Cluster.Nodes[1].ClusterName = "stranger";

        await session.ConnectAsync(session.Options);

        await session.UntilAsync(static state => state.Nodes[1].Node.State == CqlNodeState.ForcedDown, "the stranger is marked");
        Assert.Contains("stranger", session.Client.GetState().Nodes[1].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_waits_for_the_answer_to_what_was_sent()
    {
        var session = await FakeSession.ConnectedAsync(nodes: 1);
        var held = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        session.Cluster.Script.Add(request =>
        {
            if (!request.IsStatement)
                return null;
            arrived.TrySetResult();
            return new FakeFault.Hold(held.Task);
        });
        var executing = session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call);
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);

        var disposing = session.Client.DisposeAsync().AsTask();
        held.SetResult();
        using var result = await executing;
        await disposing;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call));
        await session.Cluster.DisposeAsync();
    }
}
