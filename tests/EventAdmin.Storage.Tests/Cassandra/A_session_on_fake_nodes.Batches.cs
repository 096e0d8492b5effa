using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Storage.Tests.Cassandra;

public abstract partial class A_session_on_fake_nodes
{
    [Fact]
    public async Task A_batch_of_one_partition_is_applied_together_without_a_log()
    {
        using var first = Statements.Values(CqlStatementKind.IdempotentWrite, "a", 1);
        using var second = Statements.Values(CqlStatementKind.IdempotentWrite, "a", 2);
        var statement = Statements[CqlStatementKind.IdempotentWrite];
        var batch = new CqlBatch(CqlStatementKind.IdempotentWrite, [new(statement, first), new(statement, second)]);

        (await Session.ExecuteBatchAsync(batch, SessionStatements.Call with { TimestampMicros = 99 }, CancellationToken)).Dispose();

        var seen = Assert.Single(_cluster.Statement);
        Assert.Equal((FakeOpcode.Batch, (byte)1, 99L), (seen.Opcode, seen.BatchKind, seen.TimestampMicros));
        Assert.Equal(2, seen.Batch.Count);
        using var rows = await Statements.ExecuteAsync(CqlStatementKind.Read, "a", SessionStatements.Call, CancellationToken);
        Assert.Equal(2, rows.Page.Count);
    }

    [Fact]
    public async Task A_conditional_batch_says_whether_it_was_applied_and_meets_the_coordinator_of_its_partition()
    {
        var applied = new List<bool?>();
        for (var i = 0; i < 2; i++)
        {
            using var condition = Statements.Values(CqlStatementKind.Conditional, "a", 1);
            using var write = Statements.Values(CqlStatementKind.Write, "a", 2);
            var batch = new CqlBatch(
                CqlStatementKind.Conditional,
                [new(Statements[CqlStatementKind.Conditional], condition), new(Statements[CqlStatementKind.Write], write)]);
            using var result = await Session.ExecuteBatchAsync(batch, SessionStatements.Call, CancellationToken);
            applied.Add(result.Applied);
        }

        Assert.Equal([true, false], applied);
        Assert.Single(_cluster.Statement.Select(static one => one.Node).Distinct());
        Assert.All(_cluster.Statement, static one => Assert.Null(one.TimestampMicros));
    }

    [Fact]
    public async Task A_batch_over_two_partitions_is_refused_before_it_is_sent()
    {
        using var first = Statements.Values(CqlStatementKind.IdempotentWrite, "a");
        using var second = Statements.Values(CqlStatementKind.IdempotentWrite, "b");
        var statement = Statements[CqlStatementKind.IdempotentWrite];
        var batch = new CqlBatch(CqlStatementKind.IdempotentWrite, [new(statement, first), new(statement, second)]);

        await Assert.ThrowsAsync<ArgumentException>(() => Session.ExecuteBatchAsync(batch, SessionStatements.Call, CancellationToken).AsTask());

        Assert.Empty(_cluster.Statement);
    }

    [Fact]
    public async Task A_batch_over_two_tables_is_refused_before_it_is_sent()
    {
        _cluster.Schema.AddTable($"CREATE TABLE {SessionStatements.Keyspace}.others (pk text, ck bigint, v text, PRIMARY KEY (pk, ck))");
        var other = await Session.PrepareAsync(
            $"INSERT INTO {SessionStatements.Keyspace}.others (pk, ck, v) VALUES (?, ?, ?)", CqlStatementKind.IdempotentWrite, CancellationToken);
        using var first = Statements.Values(CqlStatementKind.IdempotentWrite, "a");
        using var second = Statements.Values(CqlStatementKind.IdempotentWrite, "a");
        var batch = new CqlBatch(CqlStatementKind.IdempotentWrite, [new(Statements[CqlStatementKind.IdempotentWrite], first), new(other, second)]);

        await Assert.ThrowsAsync<ArgumentException>(() => Session.ExecuteBatchAsync(batch, SessionStatements.Call, CancellationToken).AsTask());

        Assert.Empty(_cluster.Statement);
    }

    [Fact]
    public async Task A_batch_whose_partition_is_not_bound_is_refused_before_it_is_sent()
    {
        var literal = await Session.PrepareAsync(
            $"INSERT INTO {SessionStatements.Keyspace}.rows (pk, ck, v) VALUES ('a', ?, ?)", CqlStatementKind.IdempotentWrite, CancellationToken);
        using var values = new EventAdmin.Cql.Types.CqlValues(literal.BindColumns).Int64(1).Text("v");
        var batch = new CqlBatch(CqlStatementKind.IdempotentWrite, [new(literal, values)]);

        await Assert.ThrowsAsync<ArgumentException>(() => Session.ExecuteBatchAsync(batch, SessionStatements.Call, CancellationToken).AsTask());

        Assert.Empty(_cluster.Statement);
    }

    [Theory]
    [InlineData(CqlStatementKind.IdempotentWrite, CqlStatementKind.Read)]
    [InlineData(CqlStatementKind.IdempotentWrite, CqlStatementKind.Write)]
    [InlineData(CqlStatementKind.IdempotentWrite, CqlStatementKind.Conditional)]
    [InlineData(CqlStatementKind.Conditional, CqlStatementKind.Read)]
    public void A_statement_that_does_not_suit_the_batch_is_refused(CqlStatementKind batch, CqlStatementKind statement)
    {
        using var values = Statements.Values(statement, "a");

        Assert.Throws<ArgumentException>(() => new CqlBatch(batch, [new(Statements[statement], values)]));
    }
}
