using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>What every session promises, on nodes that record each request. Two datacenters of three nodes.</summary>
public abstract partial class A_session_on_fake_nodes : IAsyncLifetime
{
    private readonly FakeCluster _cluster = FakeCluster.Start(nodesPerDatacenter: 3, datacenters: 2);
    private ICqlSession? _session;
    private SessionStatements? _statements;

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private ICqlSession Session => _session!;

    private SessionStatements Statements => _statements!;

    public async ValueTask InitializeAsync()
    {
        _cluster.Schema.Keyspaces[SessionStatements.Keyspace] = new Dictionary<string, string>
        {
            ["class"] = "org.apache.cassandra.locator.NetworkTopologyStrategy",
            ["dc1"] = "3",
            ["dc2"] = "3",
        };
        _cluster.Schema.AddTable(SessionStatements.CreateTable);
        _session = await ConnectAsync(Options);
        _statements = await SessionStatements.PrepareAsync(_session, CancellationToken);
        await ExecuteEverywhereAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        Assert.Empty(_cluster.Complaints);
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Connects the implementation that is tested.</summary>
    protected abstract Task<ICqlSession> ConnectAsync(CqlOptions options);

    // From here on every node knows every statement, so that what is counted is what a test caused.
    private async Task ExecuteEverywhereAsync()
    {
        foreach (var node in _cluster.Nodes)
        {
            foreach (var kind in Enum.GetValues<CqlStatementKind>())
            {
                var call = SessionStatements.Call with { Datacenter = node.Place.Datacenter, PinnedNode = node.Place.HostId };
                (await Statements.ExecuteAsync(kind, "everywhere", call, CancellationToken)).Dispose();
            }
        }

        _cluster.ClearRequests();
    }

    private CqlOptions Options => new()
    {
        ContactPoints = [_cluster.Nodes[0].EndPoint.ToString()],
        Port = _cluster.Nodes[0].EndPoint.Port,
        LocalDatacenter = "dc1",
    };

    [Theory]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Write)]
    [InlineData(CqlStatementKind.Conditional)]
    public async Task A_write_that_was_sent_and_not_answered_in_time_is_unknown(CqlStatementKind kind)
    {
        _cluster.Script.Every(static request => request.IsStatement, new FakeFault.Silence(IsExecuted: true));
        var call = SessionStatements.Call with { AttemptTimeout = TimeSpan.FromMilliseconds(100), Retry = false };

        var failure = await Assert.ThrowsAsync<CqlTimeoutException>(() => Statements.ExecuteAsync(kind, "a", call, CancellationToken));

        Assert.Equal((CqlOutcome.Unknown, CqlPhase.Sent), (failure.Outcome, failure.Phase));
        Assert.Single(_cluster.Statement);
    }

    [Fact]
    public async Task The_same_partition_meets_the_same_coordinator_whichever_session_asks()
    {
        await using var other = await ConnectAsync(Options);
        var others = await SessionStatements.PrepareAsync(other, CancellationToken);
        var serialRead = SessionStatements.Call with { Consistency = CqlConsistency.LocalSerial, SerialConsistency = null };
        for (var i = 0; i < 20; i++)
        {
            var partition = $"partition-{i}";
            using var first = await Statements.ExecuteAsync(CqlStatementKind.Conditional, partition, SessionStatements.Call, CancellationToken);
            using var second = await others.ExecuteAsync(CqlStatementKind.Conditional, partition, SessionStatements.Call, CancellationToken);
            using var read = await others.ExecuteAsync(CqlStatementKind.Read, partition, serialRead, CancellationToken);
            var expected = Session.Locate(SessionStatements.Keyspace, System.Text.Encoding.UTF8.GetBytes(partition)).Replicas.First(static one => one.Datacenter == "dc1");

            Assert.Equal([expected.HostId, expected.HostId, expected.HostId], new[] { first, second, read }.Select(static one => one.Execution.Coordinator.HostId));
            Assert.Equal((true, false), (first.Applied, second.Applied));
        }
    }

    [Theory]
    [InlineData(CqlStatementKind.Read)]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Conditional)]
    public async Task A_named_datacenter_is_obeyed(CqlStatementKind kind)
    {
        for (var i = 0; i < 6; i++)
        {
            using var away = await Statements.ExecuteAsync(kind, $"p{i}", SessionStatements.Call with { Datacenter = "dc2" }, CancellationToken);
            using var home = await Statements.ExecuteAsync(kind, $"p{i}", SessionStatements.Call, CancellationToken);

            Assert.Equal(("dc2", "dc1"), (away.Execution.Coordinator.Datacenter, home.Execution.Coordinator.Datacenter));
        }

        Assert.Equal(["dc2", "dc1"], _cluster.Statement.Select(static one => one.Node.Place.Datacenter).Distinct());
    }

    [Fact]
    public async Task A_datacenter_without_nodes_executes_nothing()
    {
        var failure = await Assert.ThrowsAsync<CqlConnectionException>(
            () => Statements.ExecuteAsync(CqlStatementKind.Write, "a", SessionStatements.Call with { Datacenter = "dc3" }, CancellationToken));

        Assert.Equal(CqlOutcome.NotExecuted, failure.Outcome);
        Assert.Empty(_cluster.Statement);
    }

    [Theory]
    [InlineData(CqlConsistency.One)]
    [InlineData(CqlConsistency.LocalOne)]
    [InlineData(CqlConsistency.Two)]
    [InlineData(CqlConsistency.Three)]
    [InlineData(CqlConsistency.Quorum)]
    [InlineData(CqlConsistency.LocalQuorum)]
    [InlineData(CqlConsistency.EachQuorum)]
    [InlineData(CqlConsistency.All)]
    [InlineData(CqlConsistency.Serial)]
    [InlineData(CqlConsistency.LocalSerial)]
    public async Task A_level_arrives_as_asked(CqlConsistency level)
    {
        using var result = await Statements.ExecuteAsync(CqlStatementKind.Read, "a", SessionStatements.Call with { Consistency = level, SerialConsistency = null }, CancellationToken);

        Assert.Equal((ushort)level, Assert.Single(_cluster.Statement).Consistency);
        Assert.Equal(level, result.Execution.Consistency);
    }

    [Theory]
    [InlineData(CqlConsistency.Serial)]
    [InlineData(CqlConsistency.LocalSerial)]
    public async Task A_serial_level_arrives_as_asked(CqlConsistency level)
    {
        using var result = await Statements.ExecuteAsync(CqlStatementKind.Conditional, "a", SessionStatements.Call with { SerialConsistency = level }, CancellationToken);

        Assert.Equal((ushort)level, Assert.Single(_cluster.Statement).SerialConsistency);
        Assert.Equal(level, result.Execution.SerialConsistency);
    }

    [Fact]
    public async Task Pages_are_as_large_as_asked_and_go_on_where_the_last_one_ended()
    {
        for (var row = 0; row < 5; row++)
            (await Statements.ExecuteAsync(CqlStatementKind.IdempotentWrite, "a", SessionStatements.Call, CancellationToken, row)).Dispose();
        _cluster.ClearRequests();
        var rows = new List<long>();
        var sizes = new List<int>();
        ReadOnlyMemory<byte> next = default;

        do
        {
            using var page = await Statements.ExecuteAsync(CqlStatementKind.Read, "a", SessionStatements.Call with { PageSize = 2, PagingState = next }, CancellationToken);
            rows.AddRange(page.Page.ToList(static row => row.GetInt64(1)));
            sizes.Add(page.Page.Count);
            next = page.NextPage;
        }
        while (!next.IsEmpty);

        Assert.Equal([0L, 1, 2, 3, 4], rows);
        Assert.All(sizes, static size => Assert.InRange(size, 0, 2));
        Assert.All(_cluster.Statement, static request => Assert.Equal(2, request.PageSize));
    }

    [Theory]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Write)]
    public async Task A_write_carries_the_timestamp_of_its_call(CqlStatementKind kind)
    {
        (await Statements.ExecuteAsync(kind, "a", SessionStatements.Call with { TimestampMicros = 1234 }, CancellationToken)).Dispose();

        Assert.Equal(1234, Assert.Single(_cluster.Statement).TimestampMicros);
    }

    [Fact]
    public async Task A_write_that_is_sent_again_carries_the_same_timestamp()
    {
        _cluster.Script.NextStatement(new FakeFault.Answer(FakeErrors.Server));

        (await Statements.ExecuteAsync(CqlStatementKind.IdempotentWrite, "a", SessionStatements.Call, CancellationToken)).Dispose();

        var timestamps = _cluster.Statement.Select(static one => one.TimestampMicros).ToList();
        Assert.Equal(2, timestamps.Count);
        Assert.NotNull(timestamps[0]);
        Assert.Equal(timestamps[0], timestamps[1]);
    }

    [Fact]
    public async Task A_conditional_statement_carries_no_timestamp()
    {
        (await Statements.ExecuteAsync(CqlStatementKind.Conditional, "a", SessionStatements.Call, CancellationToken)).Dispose();

        Assert.Null(Assert.Single(_cluster.Statement).TimestampMicros);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Statements.ExecuteAsync(CqlStatementKind.Conditional, "a", SessionStatements.Call with { TimestampMicros = 1 }, CancellationToken));
    }

    [Fact]
    public async Task Execution_facts_are_what_the_node_saw()
    {
        _cluster.Script.NextStatement(new FakeFault.Answer(FakeErrors.Server));
        _cluster.Script.NextStatement(new FakeFault.Change(static reply => reply with { Warnings = ["careful"], Payload = new Dictionary<string, byte[]> { ["cost"] = [7] } }));
        var call = SessionStatements.Call with { Trace = true, Payload = new Dictionary<string, byte[]> { ["user"] = [1, 2] } };

        using var result = await Statements.ExecuteAsync(CqlStatementKind.Read, "a", call, CancellationToken);

        var seen = _cluster.Statement.ToList();
        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[1].Node.Place.HostId, result.Execution.Coordinator.HostId);
        Assert.Equal(seen[1].Node.EndPoint, result.Execution.Coordinator.Address);
        Assert.Equal((seen[1].Node.Place.Datacenter, seen[1].Node.Place.Rack), (result.Execution.Coordinator.Datacenter, result.Execution.Coordinator.Rack));
        Assert.Equal(["careful"], result.Execution.Warnings);
        Assert.Equal([7], result.Execution.Payload!["cost"]);
        Assert.NotNull(result.Execution.TraceId);
        Assert.All(seen, static request => Assert.True(request.IsTraced));
        Assert.All(seen, static request => Assert.Equal([1, 2], request.Payload["user"]));
        if (!Session.Capabilities.HasFlag(CqlCapabilities.ExactAttempts))
            return;
        Assert.False(result.Execution.IsApproximate);
        Assert.Equal(seen.Select(static request => (Guid?)request.Node.Place.HostId), result.Execution.Attempts.Select(static attempt => attempt.HostId));
        Assert.Equal([CqlErrorCode.ServerError, null], result.Execution.Attempts.Select(static attempt => attempt.Code));
        Assert.Equal((1, 0), (result.Execution.Retries, result.Execution.Speculative));
        Assert.Equal(seen[1].Envelope.Length, result.Execution.BytesSent);
    }
}
