using System.Text;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>Three nodes of Apache Cassandra that all classes of sessions share.</summary>
public sealed class SessionCluster() : ClusterFixture(new ClusterOptions
{
    Shape = ClusterShape.ThreeNodes,
    Schema =
    [
        $"CREATE KEYSPACE {SessionStatements.Keyspace} WITH replication = {{'class': 'NetworkTopologyStrategy', 'dc1': 3}}",
        SessionStatements.CreateTable,
    ],
});

/// <summary>Names the collection that shares the cluster.</summary>
[CollectionDefinition(nameof(SessionCluster))]
public sealed class SessionClusterCollection : ICollectionFixture<SessionCluster>;

/// <summary>What every session promises, on real nodes: as far as they can be seen from outside.</summary>
[Collection(nameof(SessionCluster))]
public abstract class A_session_on_real_nodes(SessionCluster cluster) : IAsyncLifetime
{
    private const int Contenders = 8;

    private readonly string _partition = $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
    private ICqlSession? _session;
    private SessionStatements? _statements;

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private ICqlSession Session => _session!;

    private SessionStatements Statements => _statements!;

    public async ValueTask InitializeAsync()
    {
        var options = new CqlOptions
        {
            ContactPoints = [.. cluster.Cluster.ContactPoints.Select(static one => one.ToString())],
            LocalDatacenter = "dc1",
        };
        _session = await ConnectAsync(options);
        _statements = await SessionStatements.PrepareAsync(_session, CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Connects the implementation that is tested.</summary>
    protected abstract Task<ICqlSession> ConnectAsync(CqlOptions options);

    [Fact]
    public async Task The_same_partition_meets_the_coordinator_that_its_token_names()
    {
        for (var i = 0; i < 20; i++)
        {
            var partition = $"{_partition}-{i}";
            using var result = await Statements.ExecuteAsync(CqlStatementKind.Conditional, partition, SessionStatements.Call, CancellationToken);
            var first = Session.Locate(SessionStatements.Keyspace, Encoding.UTF8.GetBytes(partition)).Replicas[0];

            Assert.Equal(first.HostId, result.Execution.Coordinator.HostId);
        }
    }

    [Fact]
    public async Task Of_many_conditional_writes_one_is_applied()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(
            _ => Statements.ExecuteAsync(CqlStatementKind.Conditional, _partition, SessionStatements.Call, CancellationToken)));

        Assert.Single(results, static result => result.Applied == true);
        foreach (var result in results)
            result.Dispose();
    }

    [Theory]
    [InlineData(CqlConsistency.One)]
    [InlineData(CqlConsistency.Quorum)]
    [InlineData(CqlConsistency.All)]
    [InlineData(CqlConsistency.LocalSerial)]
    public async Task A_trace_says_the_level_that_was_asked_and_the_coordinator_that_was_told(CqlConsistency level)
    {
        (await Statements.ExecuteAsync(CqlStatementKind.IdempotentWrite, _partition, SessionStatements.Call, CancellationToken)).Dispose();
        var call = SessionStatements.Call with { Consistency = level, SerialConsistency = null, PageSize = 77, Trace = true };

        using var result = await Statements.ExecuteAsync(CqlStatementKind.Read, _partition, call, CancellationToken);
        var trace = await Session.GetTraceAsync(result.Execution.TraceId!.Value, result.Execution.Coordinator.HostId, CancellationToken);

        Assert.NotNull(trace);
        Assert.Equal(level.ToName(), trace.Parameters["consistency_level"]);
        Assert.Equal("77", trace.Parameters["page_size"]);
        Assert.Equal(result.Execution.Coordinator.Address.Address, trace.Coordinator);
        Assert.NotEmpty(trace.Steps);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        for (var row = 0; row < 25; row++)
            (await Statements.ExecuteAsync(CqlStatementKind.IdempotentWrite, _partition, SessionStatements.Call, CancellationToken, row)).Dispose();
        var rows = new List<long>();
        ReadOnlyMemory<byte> next = default;

        do
        {
            using var page = await Statements.ExecuteAsync(CqlStatementKind.Read, _partition, SessionStatements.Call with { PageSize = 10, PagingState = next }, CancellationToken);
            Assert.InRange(page.Page.Count, 0, 10);
            rows.AddRange(page.Page.ToList(static row => row.GetInt64(1)));
            next = page.NextPage;
        }
        while (!next.IsEmpty);

        Assert.Equal(Enumerable.Range(0, 25).Select(static row => (long)row), rows);
    }

    [Fact]
    public async Task A_write_carries_the_timestamp_of_its_call()
    {
        (await Statements.ExecuteAsync(CqlStatementKind.IdempotentWrite, _partition, SessionStatements.Call with { TimestampMicros = 1_234_567 }, CancellationToken)).Dispose();
        var written = await Session.PrepareAsync($"SELECT writetime(v) FROM {SessionStatements.Keyspace}.rows WHERE pk = ?", CqlStatementKind.Read, CancellationToken);
        using var values = new CqlValues(written.BindColumns).Text(_partition);

        using var result = await Session.ExecuteAsync(written, values, SessionStatements.Call, CancellationToken);

        Assert.Equal([1_234_567L], result.Page.ToList(static row => row.GetInt64(0)));
    }

    [Fact]
    public async Task A_conditional_batch_is_applied_whole_or_not_at_all()
    {
        for (var i = 0; i < 2; i++)
        {
            using var condition = Statements.Values(CqlStatementKind.Conditional, _partition, 1);
            using var write = Statements.Values(CqlStatementKind.Write, _partition, 10 + i);
            var batch = new CqlBatch(
                CqlStatementKind.Conditional,
                [new(Statements[CqlStatementKind.Conditional], condition), new(Statements[CqlStatementKind.Write], write)]);
            using var result = await Session.ExecuteBatchAsync(batch, SessionStatements.Call, CancellationToken);
            Assert.Equal(i == 0, result.Applied);
        }

        using var rows = await Statements.ExecuteAsync(CqlStatementKind.Read, _partition, SessionStatements.Call, CancellationToken);
        Assert.Equal([1L, 10], rows.Page.ToList(static row => row.GetInt64(1)));
    }

    [Fact]
    public async Task What_the_server_refuses_has_failed()
    {
        var failure = await Assert.ThrowsAsync<CqlServerException>(
            () => Session.ExecuteSimpleAsync($"INSERT INTO {SessionStatements.Keyspace}.missing (a) VALUES (1)", SessionStatements.Call, CancellationToken).AsTask());

        Assert.Equal((CqlOutcome.Failed, CqlErrorCode.Invalid), (failure.Outcome, failure.Error.Code));
    }

    [Fact]
    public async Task A_new_table_is_agreed_on_and_can_be_used_at_once()
    {
        var table = $"{SessionStatements.Keyspace}.t{_partition.Replace("-", "", StringComparison.Ordinal)}";
        (await Session.ExecuteSimpleAsync($"CREATE TABLE {table} (pk int PRIMARY KEY)", SessionStatements.Call with { Timeout = TimeSpan.FromSeconds(30), AttemptTimeout = TimeSpan.FromSeconds(30) }, CancellationToken)).Dispose();

        Assert.True(await Session.WaitForSchemaAgreementAsync(TimeSpan.FromSeconds(30), CancellationToken));

        Assert.Equal(CqlStatementKind.Read, (await Session.PrepareAsync($"SELECT pk FROM {table}", CqlStatementKind.Read, CancellationToken)).Kind);
    }
}
