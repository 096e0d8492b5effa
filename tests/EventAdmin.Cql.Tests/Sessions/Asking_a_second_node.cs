using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Asking_a_second_node
{
    private static readonly CqlCall Speculated = FakeSession.Call with { Speculate = true, Consistency = CqlConsistency.LocalOne };

    [Fact]
    public async Task A_slow_read_is_answered_by_a_second_node()
    {
        await using var session = await StartAsync(CqlSpeculation.Reads, CqlStatementKind.Read);
        session.Cluster.Script.NextStatement(new FakeFault.Silence(IsExecuted: false));

        using var result = await session.ExecuteAsync(CqlStatementKind.Read, "a", Speculated);

        var nodes = session.Cluster.Statement.Select(static request => request.Node.Place.HostId).ToList();
        Assert.Equal(2, nodes.Distinct().Count());
        Assert.Equal(nodes[1], result.Execution.Coordinator.HostId);
        Assert.Equal((1, 0), (result.Execution.Speculative, result.Execution.Retries));
        Assert.True(result.Execution.Attempts[^1].IsSpeculative);
    }

    [Theory]
    [InlineData(CqlSpeculation.Off, CqlStatementKind.Read, CqlConsistency.LocalOne)]
    [InlineData(CqlSpeculation.Reads, CqlStatementKind.Read, CqlConsistency.LocalSerial)]
    [InlineData(CqlSpeculation.Reads, CqlStatementKind.IdempotentWrite, CqlConsistency.LocalQuorum)]
    [InlineData(CqlSpeculation.ReadsAndIdempotentWrites, CqlStatementKind.Write, CqlConsistency.LocalQuorum)]
    [InlineData(CqlSpeculation.ReadsAndIdempotentWrites, CqlStatementKind.Conditional, CqlConsistency.LocalQuorum)]
    public async Task What_may_not_be_asked_twice_is_not(CqlSpeculation option, CqlStatementKind kind, CqlConsistency level)
    {
        await using var session = await StartAsync(option, kind);
        session.Cluster.Script.NextStatement(new FakeFault.Delay(TimeSpan.FromSeconds(1)));

        using var result = await session.ExecuteAsync(kind, "a", Speculated with { Consistency = level });

        Assert.Single(session.Cluster.Statement);
        Assert.Equal(0, result.Execution.Speculative);
    }

    [Fact]
    public async Task At_most_one_of_twenty_requests_is_asked_twice()
    {
        await using var session = await StartAsync(CqlSpeculation.Reads, CqlStatementKind.Read);
        session.Cluster.ClearRequests();
        var answered = 0;
        session.Cluster.Script.Add(request => request.IsStatement && ++answered <= 20 ? new FakeFault.Delay(TimeSpan.FromMilliseconds(700)) : null);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => session.ExecuteAsync(CqlStatementKind.Read, "a", Speculated)));

        Assert.InRange(results.Sum(static result => result.Execution.Speculative), 1, 2);
        foreach (var result in results)
            result.Dispose();
    }

    [Fact]
    public void An_answer_is_late_behind_95_of_100_of_the_last_minute()
    {
        var window = new LatencyWindow();
        var now = TimeSpan.FromMinutes(10);
        for (var i = 0; i < 95; i++)
            window.Record(TimeSpan.FromMilliseconds(40), now);
        for (var i = 0; i < 5; i++)
            window.Record(TimeSpan.FromMilliseconds(300), now);

        Assert.InRange(window.LateAfter(now).TotalMilliseconds, 40, 50);
        Assert.Equal(500, window.LateAfter(now + TimeSpan.FromMinutes(2)).TotalMilliseconds);
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(5_000, 500)]
    public void Late_is_never_before_20_ms_nor_behind_500(double durationMs, double lateMs)
    {
        var window = new LatencyWindow();
        for (var i = 0; i < 100; i++)
            window.Record(TimeSpan.FromMilliseconds(durationMs), TimeSpan.Zero);

        Assert.Equal(lateMs, window.LateAfter(TimeSpan.Zero).TotalMilliseconds);
    }

    // Twenty requests are what asking once beside takes from the budget; every node knows the statement then.
    private static async Task<FakeSession> StartAsync(CqlSpeculation option, CqlStatementKind kind)
    {
        var session = await FakeSession.ConnectedAsync(change: options => options with { Speculation = option });
        for (var i = 0; i < 21; i++)
            (await session.ExecuteAsync(kind, "a", FakeSession.Call with { PinnedNode = session.Cluster.Nodes[i % 3].Place.HostId })).Dispose();
        session.Cluster.ClearRequests();
        return session;
    }
}
