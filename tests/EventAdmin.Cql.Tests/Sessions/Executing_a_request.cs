using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Tests.Connections;
using EventAdmin.Cql.Types;
using EventAdmin.Testing.FakeNode;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Executing_a_request
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CqlStatementKind.Read)]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Write)]
    [InlineData(CqlStatementKind.Conditional)]
    public async Task Cancelling_what_was_sent_leaves_a_write_unknown_and_a_read_without_effect(CqlStatementKind kind)
    {
        await using var session = await FakeSession.ConnectedAsync();
        using var giving = new CancellationTokenSource();
        (await session.ExecuteAsync(kind, "a", FakeSession.Call)).Dispose();
        session.Cluster.ClearRequests();
        session.Cluster.Script.Add(request =>
        {
            if (!request.IsStatement)
                return null;
            giving.Cancel();
            return new FakeFault.Silence(IsExecuted: true);
        });

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => session.ExecuteAsync(kind, "a", FakeSession.Call, giving.Token));

        if (kind == CqlStatementKind.Read)
            Assert.IsAssignableFrom<OperationCanceledException>(failure);
        else
            Assert.Equal(CqlOutcome.Unknown, Assert.IsType<CqlTimeoutException>(failure).Outcome);
        Assert.Single(session.Cluster.Statement);
        Assert.Equal(1, session.Client.GetState().Nodes.Sum(static node => node.Orphans));
    }

    [Fact]
    public async Task Cancelling_before_it_is_sent_sends_nothing()
    {
        await using var session = await FakeSession.ConnectedAsync();
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        session.Cluster.ClearRequests();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call, new CancellationToken(canceled: true)));

        Assert.Empty(session.Cluster.Statement);
    }

    [Fact]
    public async Task One_deadline_covers_all_attempts()
    {
        await using var session = FakeSession.Start();
        var clock = new FakeTimeProvider();
        await session.ConnectAsync(session.Options, clock);
        (await session.ExecuteAsync(CqlStatementKind.Read, "a", FakeSession.Call)).Dispose();
        using var arrived = new SemaphoreSlim(0);
        session.Cluster.Script.Add(request =>
        {
            if (!request.IsStatement)
                return null;
            arrived.Release();
            return new FakeFault.Silence(IsExecuted: false);
        });
        session.Cluster.ClearRequests();

        var executing = session.ExecuteAsync(CqlStatementKind.Read, "a", FakeSession.Call with { Timeout = 1.5 * Short, AttemptTimeout = Short });
        await arrived.WaitAsync(CancellationToken);
        clock.Advance(Short);
        await arrived.WaitAsync(CancellationToken);
        clock.Advance(0.5 * Short);

        var failure = await Assert.ThrowsAsync<CqlTimeoutException>(() => executing);
        Assert.Equal((CqlPhase.Sent, CqlOutcome.Failed), (failure.Phase, failure.Outcome));
        Assert.Equal(2, session.Cluster.Statement.Count());
        Assert.Contains("are in flight", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_again_when_the_caller_does_not_want_it()
    {
        await using var session = await FakeSession.ConnectedAsync();
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Server));

        await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Read, "a", FakeSession.Call with { Retry = false }));

        Assert.Single(session.Cluster.Statement);
    }

    [Fact]
    public async Task Nothing_is_sent_again_when_the_budget_is_spent()
    {
        await using var session = await FakeSession.ConnectedAsync(change: static options => options with { RetryShare = 0, RetriesPerSecondMin = 0 });
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Overloaded));

        var failure = await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Read, "a", FakeSession.Call));

        Assert.Equal(CqlOutcome.NotExecuted, failure.Outcome);
        Assert.Single(session.Cluster.Statement);
    }

    [Fact]
    public async Task A_pinned_request_asks_that_node_only()
    {
        await using var session = await FakeSession.ConnectedAsync();
        var node = session.Cluster.Nodes[1];
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Overloaded));

        await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Read, "a", FakeSession.Call with { PinnedNode = node.Place.HostId }));

        Assert.Equal([node], session.Cluster.Statement.Select(static request => request.Node));
    }

    [Fact]
    public async Task Another_datacenter_answers_only_where_it_is_allowed_and_the_level_can_leave()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1, datacenters: 2);
        session.Cluster.Nodes[0].Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Overloaded));
        var away = FakeSession.Call with { Consistency = CqlConsistency.One, AllowRemote = true };

        using var result = await session.ExecuteAsync(CqlStatementKind.Read, "a", away);
        Assert.Equal("dc2", result.Execution.Coordinator.Datacenter);

        await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Read, "a", away with { AllowRemote = false }));
        await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Read, "a", away with { Consistency = CqlConsistency.LocalOne }));
    }

    [Fact]
    public async Task A_node_that_is_full_makes_others_wait_and_then_says_that_it_is_busy()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1, change: static options => options with { InFlightMax = 16 });
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        var held = new TaskCompletionSource();
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Hold(held.Task));
        var executing = Enumerable.Range(0, 16).Select(_ => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).ToList();

        var failure = await Assert.ThrowsAsync<CqlBusyException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call));

        Assert.Equal(CqlOutcome.NotExecuted, failure.Outcome);
        held.SetResult();
        foreach (var one in await Await.Value(Task.WhenAll(executing), "the answers"))
            one.Dispose();
    }

    [Fact]
    public async Task The_deadline_of_a_call_ends_its_waiting_for_room_and_nothing_was_executed()
    {
        await using var session = await FakeSession.ConnectedAsync(
            nodes: 1, change: static options => options with { InFlightMax = 16, QueueTimeMax = TimeSpan.FromSeconds(30) });
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        var held = new TaskCompletionSource();
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Hold(held.Task));
        var executing = Enumerable.Range(0, 16).Select(_ => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).ToList();

        var failure = await Assert.ThrowsAsync<CqlTimeoutException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call with { Timeout = Short }));

        Assert.Equal((CqlPhase.Queued, CqlOutcome.NotExecuted), (failure.Phase, failure.Outcome));
        held.SetResult();
        foreach (var one in await Await.Value(Task.WhenAll(executing), "the answers"))
            one.Dispose();
    }

    [Fact]
    public async Task Who_waits_for_room_is_sent_as_soon_as_there_is_some()
    {
        await using var session = await FakeSession.ConnectedAsync(
            nodes: 1, change: static options => options with { InFlightMax = 16, QueueTimeMax = TimeSpan.FromSeconds(30), Timeout = TimeSpan.FromSeconds(60), AttemptTimeout = TimeSpan.FromSeconds(60) });
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        session.Cluster.ClearRequests();
        var held = new TaskCompletionSource();
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Hold(held.Task));
        var executing = Enumerable.Range(0, 200).Select(_ => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).ToList();

        held.SetResult();

        foreach (var one in await Await.Value(Task.WhenAll(executing), "the answers"))
            one.Dispose();
        Assert.Equal(200, session.Cluster.Statement.Count());
    }

    [Fact]
    public async Task A_node_that_fails_too_often_is_spared()
    {
        await using var session = await FakeSession.ConnectedAsync();
        var bad = session.Cluster.Nodes[1];
        bad.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Server));
        var pinned = FakeSession.Call with { PinnedNode = bad.Place.HostId };
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAnyAsync<CqlException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", pinned));
        session.Cluster.ClearRequests();

        for (var i = 0; i < 20; i++)
            (await session.ExecuteAsync(CqlStatementKind.Conditional, $"p{i}", FakeSession.Call)).Dispose();
        var refused = await Assert.ThrowsAsync<CqlConnectionException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", pinned));

        Assert.Equal(CqlBreakerState.Open, session.Client.GetState().Nodes.Single(node => node.Node.HostId == bad.Place.HostId).Breaker);
        Assert.DoesNotContain(bad, session.Cluster.Statement.Select(static request => request.Node));
        Assert.Equal(CqlOutcome.NotExecuted, refused.Outcome);
    }

    [Fact]
    public async Task Timeouts_that_the_node_reports_of_its_replicas_do_not_make_it_spared()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        session.Cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.WriteTimeout(6, 1, 2, "CAS", 3)));

        for (var i = 0; i < 30; i++)
            await Assert.ThrowsAsync<CqlServerException>(() => session.ExecuteAsync(CqlStatementKind.Conditional, "a", FakeSession.Call));

        Assert.Equal(CqlBreakerState.Closed, session.Client.GetState().Nodes[0].Breaker);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_ends_its_connection_and_leaves_a_write_unknown()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        session.Cluster.Script.NextStatement(new FakeFault.Answer(FakeReply.Of(FakeOpcode.Result, new WireWriter().Int(99)), IsExecuted: true));

        var failure = await Assert.ThrowsAsync<CqlConnectionException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call));

        Assert.Equal(CqlOutcome.Unknown, failure.Outcome);
        Assert.IsType<CqlProtocolException>(failure.InnerException);
    }

    [Fact]
    public async Task Values_that_do_not_suit_are_refused_before_anything_is_sent()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        var statement = await session.Client.PrepareAsync(FakeSession.Insert, CqlStatementKind.Write, CancellationToken);
        using var tooFew = new CqlValues(statement.BindColumns).Text("a");

        await Assert.ThrowsAsync<CqlEncodeException>(() => session.Client.ExecuteAsync(statement, tooFew, FakeSession.Call, CancellationToken).AsTask());

        Assert.Empty(session.Cluster.Statement);
    }

    [Fact]
    public async Task A_call_that_does_not_suit_its_statement_is_refused()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);

        await Assert.ThrowsAsync<ArgumentException>(() => session.ExecuteAsync(CqlStatementKind.Conditional, "a", FakeSession.Call with { SerialConsistency = null }));
        await Assert.ThrowsAsync<ArgumentException>(() => session.ExecuteAsync(CqlStatementKind.Conditional, "a", FakeSession.Call with { SerialConsistency = CqlConsistency.Quorum }));
        await Assert.ThrowsAsync<ArgumentException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call with { Consistency = CqlConsistency.Serial }));
        await Assert.ThrowsAsync<ArgumentException>(() => session.ExecuteAsync(CqlStatementKind.Read, "a", default));
        Assert.Empty(session.Cluster.Statement);
    }
}
