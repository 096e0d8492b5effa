using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Preparing_statements
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_that_ask_at_once_get_one_preparation()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);

        var statements = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => session.Client.PrepareAsync(FakeSession.Select, CqlStatementKind.Read, CancellationToken).AsTask()));

        Assert.Single(statements.Distinct());
        Assert.Single(session.Cluster.Requests, static request => request.Opcode == FakeOpcode.Prepare);
        Assert.Equal(("ks", "rows"), (statements[0].Keyspace, statements[0].Table));
        Assert.Equal([0], statements[0].KeyMarkers);
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_by_the_next_that_asks()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        session.Cluster.Script.Next(static request => request.Opcode == FakeOpcode.Prepare, new FakeFault.Answer(FakeErrors.Invalid("not yet")));

        var failure = await Assert.ThrowsAsync<CqlServerException>(() => session.Client.PrepareAsync(FakeSession.Select, CqlStatementKind.Read, CancellationToken).AsTask());

        Assert.Equal(CqlOutcome.Failed, failure.Outcome);
        Assert.NotNull(await session.Client.PrepareAsync(FakeSession.Select, CqlStatementKind.Read, CancellationToken));
    }

    [Fact]
    public async Task A_statement_that_comes_back_under_another_id_is_an_error_and_nothing_was_executed()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        session.Cluster.ClearRequests();
        session.Cluster.Script.NextStatement(new FakeFault.Unprepared());
        session.Cluster.Script.Next(static request => request.Opcode == FakeOpcode.Prepare, new FakeFault.Change(static reply => reply with { Body = request => WithOtherId(reply.Body(request)) }));

        var failure = await Assert.ThrowsAsync<CqlStatementChangedException>(() => session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call));

        Assert.Equal((CqlOutcome.NotExecuted, FakeSession.Insert), (failure.Outcome, failure.Text));
        Assert.Single(session.Cluster.Statement);
    }

    [Fact]
    public async Task In_a_batch_the_statement_is_found_by_the_id_that_the_error_names()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        var one = await session.Client.PrepareAsync(FakeSession.Insert, CqlStatementKind.IdempotentWrite, CancellationToken);
        var other = await session.Client.PrepareAsync("DELETE FROM ks.rows WHERE pk = ? AND ck = ?", CqlStatementKind.IdempotentWrite, CancellationToken);
        session.Cluster.Nodes[0].ForgetPrepared();
        using var first = new CqlValues(one.BindColumns).Text("a").Int64(1).Text("v");
        using var second = new CqlValues(other.BindColumns).Text("a").Int64(2);
        session.Cluster.ClearRequests();

        (await session.Client.ExecuteBatchAsync(new CqlBatch(CqlStatementKind.IdempotentWrite, [new(one, first)]), FakeSession.Call, CancellationToken)).Dispose();
        (await session.Client.ExecuteBatchAsync(new CqlBatch(CqlStatementKind.IdempotentWrite, [new(one, first), new(other, second)]), FakeSession.Call, CancellationToken)).Dispose();

        var prepared = session.Cluster.Requests.Where(static request => request.Opcode == FakeOpcode.Prepare).Select(static request => request.Cql).Distinct();
        Assert.Equal([one.Text, other.Text], prepared);
    }

    [Fact]
    public async Task Columns_that_change_while_running_are_met_by_the_next_answer()
    {
        await using var session = await FakeSession.ConnectedAsync(nodes: 1);
        var statement = await session.Client.PrepareAsync("SELECT * FROM ks.rows WHERE pk = ?", CqlStatementKind.Read, CancellationToken);
        (await session.ExecuteAsync(CqlStatementKind.Write, "a", FakeSession.Call)).Dispose();
        using var values = new CqlValues(statement.BindColumns).Text("a");
        using var before = await session.Client.ExecuteAsync(statement, values, FakeSession.Call, CancellationToken);

        (await session.Client.ExecuteSimpleAsync("ALTER TABLE ks.rows ADD added int", FakeSession.Call, CancellationToken)).Dispose();
        using var after = await session.Client.ExecuteAsync(statement, values, FakeSession.Call, CancellationToken);
        using var again = await session.Client.ExecuteAsync(statement, values, FakeSession.Call, CancellationToken);

        Assert.Equal(["pk", "ck", "v"], before.Page.Columns.Select(static column => column.Name));
        Assert.Contains("added", after.Page.Columns.Select(static column => column.Name));
        Assert.Equal(after.Page.Columns.Select(static column => column.Name), again.Page.Columns.Select(static column => column.Name));
        Assert.Equal("value", again.Page.ToList(row => row.GetText(again.Page.Column("v")))[0]);
    }

    // [kind, 32 bits][length, 16 bits][id]
    private static byte[] WithOtherId(byte[] body)
    {
        body[6] ^= 0xFF;
        return body;
    }
}
