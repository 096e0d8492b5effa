using System.Net;
using System.Security.Cryptography.X509Certificates;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.Connections;
using EventAdmin.Testing.FakeNode;
using TestAuthority = EventAdmin.Testing.Certificates.TestAuthority;

namespace EventAdmin.Cql.Tests.FakeNodes;

/// <summary>Each fault does what it says: else the tests that use it would prove nothing.</summary>
public sealed class Failing_as_told : IAsyncDisposable
{
    private const string Write = "INSERT INTO ks.t (k, v) VALUES (1, 'written')";

    private readonly FakeCluster _cluster = FakeCluster.Start(1);

    public Failing_as_told() => _cluster.Schema.AddTable("CREATE TABLE ks.t (k int PRIMARY KEY, v text)");

    private FakeCqlNode Node => _cluster.Nodes[0];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    public static TheoryData<FakeFault, bool> Losses() => new()
    {
        { new FakeFault.Reset(IsExecuted: false), false },
        { new FakeFault.Reset(IsExecuted: true), true },
        { new FakeFault.HalfAnswer(), true },
        { new FakeFault.BadHeaderChecksum(), true },
        { new FakeFault.BadPayloadChecksum(), true },
        { new FakeFault.OtherRequestId(9999), true },
        { new FakeFault.Bytes([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), true },
    };

    [Theory]
    [MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public async Task The_connection_is_lost_before_or_after_the_write_was_done(FakeFault fault, bool isWritten)
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        Node.Script.NextStatement(fault);

        using var reply = await Await.Value(caller.QueryAsync(Write), "the end of the request");

        Assert.Equal(ReplyStatus.ConnectionLost, reply.Status);
        Assert.Equal(isWritten, await WasWrittenAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task There_is_no_answer_whether_the_write_was_done_or_not(bool isExecuted)
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        Node.Script.NextStatement(new FakeFault.Silence(isExecuted));

        using var reply = await Await.Value(caller.QueryAsync(Write, seconds: 0.2), "the deadline");

        Assert.Equal(ReplyStatus.TimedOut, reply.Status);
        Assert.Equal(isExecuted, await WasWrittenAsync());
    }

    [Fact]
    public async Task A_held_answer_comes_after_later_ones_and_after_its_caller_gave_up()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        var release = new TaskCompletionSource();
        Node.Script.NextStatement(new FakeFault.Hold(release.Task), times: 2);

        var held = caller.QueryAsync(Write);
        using var forsaken = await Await.Value(caller.QueryAsync(Write, seconds: 0.2), "the deadline");
        var later = await caller.AskAsync("SELECT * FROM ks.t");

        Assert.Equal((ReplyStatus.TimedOut, 1), (forsaken.Status, later.Rows.RowCount));
        Assert.False(held.IsCompleted);
        Assert.Equal(1, caller.Connection.Orphans);
        release.SetResult();
        using var reply = await Await.Value(held, "the held answer");
        Assert.Equal(ReplyStatus.Answered, reply.Status);
    }

    [Fact]
    public async Task Any_error_is_answered_with_the_body_of_its_version()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        var reasons = new Dictionary<IPAddress, int> { [IPAddress.Parse("127.0.0.3")] = 1 };
        var errors = new (FakeReply Reply, CqlErrorCode Code)[]
        {
            (FakeErrors.Server, CqlErrorCode.ServerError), (FakeErrors.Overloaded, CqlErrorCode.Overloaded), (FakeErrors.Bootstrapping, CqlErrorCode.IsBootstrapping),
            (FakeErrors.Truncate, CqlErrorCode.Truncate), (FakeErrors.Unavailable(6, 2, 1), CqlErrorCode.Unavailable),
            (FakeErrors.WriteTimeout(9, 1, 2, "CAS", contentions: 3), CqlErrorCode.WriteTimeout), (FakeErrors.ReadTimeout(6, 1, 2, hasData: true), CqlErrorCode.ReadTimeout),
            (FakeErrors.ReadFailure(6, 1, 2, reasons, hasData: false), CqlErrorCode.ReadFailure),
            (FakeErrors.WriteFailure(6, 1, 2, reasons, "SIMPLE"), CqlErrorCode.WriteFailure), (FakeErrors.FunctionFailure, CqlErrorCode.FunctionFailure),
            (FakeErrors.CdcWriteFailure, CqlErrorCode.CdcWriteFailure), (FakeErrors.CasWriteUnknown(9, 1, 2), CqlErrorCode.CasWriteUnknown),
            (FakeErrors.Unauthorized, CqlErrorCode.Unauthorized), (FakeErrors.Configuration, CqlErrorCode.Configuration),
            (FakeErrors.AlreadyExists("ks", "t"), CqlErrorCode.AlreadyExists),
        };

        foreach (var (reply, code) in errors)
        {
            Node.Script.NextStatement(new FakeFault.Answer(reply));
            Assert.Equal(code, (await caller.AskAsync(Write)).Error.Code);
        }

        Assert.False(await WasWrittenAsync());
    }

    [Fact]
    public async Task An_error_may_follow_a_write_that_was_done()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        Node.Script.NextStatement(new FakeFault.Answer(FakeErrors.WriteTimeout(6, 1, 2, "SIMPLE"), IsExecuted: true));

        Assert.Equal(CqlErrorCode.WriteTimeout, (await caller.AskAsync(Write)).Error.Code);
        Assert.True(await WasWrittenAsync());
    }

    [Fact]
    public async Task A_statement_is_forgotten_and_known_again_when_prepared_again()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        var select = await caller.PrepareAsync("SELECT * FROM ks.t");
        Node.Script.Next(request => request.Opcode == FakeOpcode.Execute, new FakeFault.Unprepared());

        var error = (await caller.AskAsync(select)).Error;
        var still = (await caller.AskAsync(select)).Error;
        await caller.PrepareAsync("SELECT * FROM ks.t");

        Assert.Equal(CqlErrorCode.Unprepared, error.Code);
        Assert.Equal(select.Id.ToArray(), error.StatementId.ToArray());
        Assert.Equal(CqlErrorCode.Unprepared, still.Code);
        Assert.Equal(ResultKind.Rows, (await caller.AskAsync(select)).Result);
    }

    [Fact]
    public async Task Changed_columns_come_with_their_new_id()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        var select = await caller.PrepareAsync("SELECT * FROM ks.t");
        select = select with { Parameters = select.Parameters with { SkipMetadata = true } };

        var before = (await caller.AskAsync(select)).Rows;
        await caller.AskAsync("ALTER TABLE ks.t ADD more int");
        var after = (await caller.AskAsync(select)).Rows;

        Assert.Equal((null, null), (before.Columns, before.NewMetadataId));
        Assert.Equal((3, 3), (after.ColumnCount, after.Columns!.Count));
        Assert.NotNull(after.NewMetadataId);
    }

    [Fact]
    public async Task Warnings_a_payload_and_a_trace_id_are_put_on_any_answer_and_a_notice_in_front_of_it()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        var traceId = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        Node.Script.NextStatement(new FakeFault.Change(reply => reply with
        {
            Warnings = ["careful"],
            TraceId = traceId,
            Payload = new Dictionary<string, byte[]> { ["k"] = [1] },
        }));

        var prefix = (await caller.AskAsync(Write)).Prefix;
        Node.Script.NextStatement(new FakeFault.NoticeFirst(FakeReply.StatusNotice("DOWN", Node.EndPoint)));
        await caller.AskAsync(Write);

        Assert.Equal(traceId, prefix.TraceId);
        Assert.Equal(["careful"], prefix.Warnings);
        Assert.Equal([1], prefix.Payload!["k"]);
        Assert.Equal(Node.EndPoint, Assert.IsType<Notice.Node>(await caller.Client.NextNoticeAsync()).Address);
    }

    [Fact]
    public async Task A_full_receive_window_keeps_requests_from_leaving()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node, new ConnectionSettings { BytesInFlightMax = 64 * 1024 * 1024 });
        var large = await caller.PrepareAsync("INSERT INTO ks.t (k, v) VALUES (?, ?)", FakeValue.Int(2), new FakeValue(new byte[14_000_000]));

        Node.StopReading();
        var asked = caller.SendAsync(large);
        using var stuck = await Await.Value(caller.QueryAsync(Write, seconds: 0.3), "the deadline");
        Node.ResumeReading();
        using var reply = await Await.Value(asked, "the answer");

        Assert.Equal((ReplyStatus.TimedOut, ReplyStatus.Answered), (stuck.Status, reply.Status));
    }

    [Fact]
    public async Task Credentials_are_refused_or_challenged()
    {
        _cluster.Account = ("ada", "secret");
        var right = new ConnectionSettings { Credentials = _ => ValueTask.FromResult(new CqlCredentials("ada", "secret")) };
        var wrong = new ConnectionSettings { Credentials = _ => ValueTask.FromResult(new CqlCredentials("ada", "guess")) };

        await using (await FakeCaller.ConnectAsync(Node, right))
        {
            var refused = await Assert.ThrowsAsync<CqlConnectException>(() => FakeCaller.ConnectAsync(Node, wrong));
            _cluster.Challenge = [1];
            var challenged = await Assert.ThrowsAsync<CqlConnectException>(() => FakeCaller.ConnectAsync(Node, right));

            Assert.True(refused.IsAuthenticationRefused);
            Assert.Equal(ConnectStep.Authentication, challenged.Step);
        }
    }

    [Fact]
    public async Task A_certificate_is_for_another_name_or_out_of_date()
    {
        using var authority = new TestAuthority();
        var settings = new ConnectionSettings { Tls = new CqlTlsOptions { TrustStore = [authority.Certificate] } };
        var (address, other) = (Node.EndPoint.Address.ToString(), "127.0.0.250");

        using var good = authority.Issue([address]);
        Node.Certificate = good;
        await using (var caller = await FakeCaller.ConnectAsync(Node, settings))
            await caller.AskAsync(Write);
        foreach (var bad in (X509Certificate2[])[authority.Issue([other]), authority.Issue([address], isExpired: true)])
        {
            Node.Certificate = bad;
            Assert.Equal(ConnectStep.Tls, (await Assert.ThrowsAsync<CqlConnectException>(() => FakeCaller.ConnectAsync(Node, settings))).Step);
            bad.Dispose();
        }
    }

    [Fact]
    public async Task Seeded_faults_fall_on_the_same_requests_for_the_same_seed()
    {
        var fallen = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            await using var cluster = FakeCluster.Start(1);
            cluster.Schema.AddTable("CREATE TABLE ks.t (k int PRIMARY KEY, v text)");
            cluster.Script.Seeded(seed: 7, share: 0.3, [new FakeFault.Answer(FakeErrors.Overloaded), new FakeFault.Answer(FakeErrors.Server)]);
            await using var caller = await FakeCaller.ConnectAsync(cluster.Nodes[0]);
            var codes = new List<string>();
            for (var request = 0; request < 50; request++)
            {
                var answer = await caller.AskAsync(Write);
                codes.Add(answer.Opcode == Opcode.Error ? answer.Error.Code.ToString() : "-");
            }

            fallen.Add(string.Join(' ', codes));
        }

        Assert.Equal(fallen[0], fallen[1]);
        Assert.Contains("Overloaded", fallen[0], StringComparison.Ordinal);
        Assert.Contains("-", fallen[0], StringComparison.Ordinal);
    }

    private async Task<bool> WasWrittenAsync()
    {
        await using var caller = await FakeCaller.ConnectAsync(Node);
        return (await caller.RowsAsync("SELECT v FROM ks.t WHERE k = 1")).Count > 0;
    }
}
