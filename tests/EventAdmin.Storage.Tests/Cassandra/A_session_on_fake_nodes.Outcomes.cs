using System.Net;
using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Storage.Tests.Cassandra;

// Every row of the outcome table: what a request is worth when all attempts meet the same, and how often it was sent.
public abstract partial class A_session_on_fake_nodes
{
    private const CqlOutcome N = CqlOutcome.NotExecuted;
    private const CqlOutcome U = CqlOutcome.Unknown;
    private const CqlOutcome F = CqlOutcome.Failed;
    private const ushort Level = (ushort)CqlConsistency.LocalQuorum;
    private const int UnknownCode = 0x7777;

    private static readonly Dictionary<IPAddress, int> Reasons = new() { [IPAddress.Parse("127.0.0.9")] = 1 };

    // In the order of kinds: Read, IdempotentWrite, Write, Conditional; null where the row is not for the kind.
    private static readonly Dictionary<string, (FakeReply Error, (CqlOutcome Outcome, int Sent)?[] Kinds)> Rows = new()
    {
        ["bootstrapping"] = (FakeErrors.Bootstrapping, [(N, 3), (N, 3), (N, 3), (N, 3)]),
        ["unavailable"] = (FakeErrors.Unavailable(Level, 2, 1), [(N, 2), (N, 2), (N, 2), (U, 1)]),
        ["overloaded"] = (FakeErrors.Overloaded, [(N, 3), (U, 3), (U, 1), (U, 1)]),
        ["read timeout, enough answered"] = (FakeErrors.ReadTimeout(Level, 2, 2, hasData: false), [(F, 2), null, null, (U, 1)]),
        ["read timeout, too few answered"] = (FakeErrors.ReadTimeout(Level, 1, 2, hasData: true), [(F, 1), null, null, (U, 1)]),
        ["read failure"] = (FakeErrors.ReadFailure(Level, 1, 2, Reasons, hasData: false), [(F, 1), null, null, (U, 1)]),
        ["write timeout, simple"] = (FakeErrors.WriteTimeout(Level, 1, 2, "SIMPLE"), [(F, 1), (U, 2), (U, 1), (U, 1)]),
        ["write timeout, unlogged batch"] = (FakeErrors.WriteTimeout(Level, 1, 2, "UNLOGGED_BATCH"), [null, (U, 2), (U, 1), (U, 1)]),
        ["write timeout, cas"] = (FakeErrors.WriteTimeout(Level, 0, 2, "CAS", contentions: 3), [(F, 1), null, null, (U, 1)]),
        ["write failure"] = (FakeErrors.WriteFailure(Level, 1, 2, Reasons, "SIMPLE"), [(F, 1), (U, 1), (U, 1), (U, 1)]),
        ["cdc write failure"] = (FakeErrors.CdcWriteFailure, [(F, 1), (U, 1), (U, 1), (U, 1)]),
        ["cas write unknown"] = (FakeErrors.CasWriteUnknown(Level, 1, 2), [(F, 1), null, null, (U, 1)]),
        ["server error"] = (FakeErrors.Server, [(F, 2), (U, 2), (U, 1), (U, 1)]),
        ["truncate"] = (FakeErrors.Truncate, [(F, 2), (U, 2), (U, 1), (U, 1)]),
        ["unknown code"] = (FakeErrors.Of(UnknownCode, "from the future"), [(F, 2), (U, 2), (U, 1), (U, 1)]),
        ["syntax"] = (FakeErrors.Syntax("no"), [(F, 1), (F, 1), (F, 1), (F, 1)]),
        ["invalid"] = (FakeErrors.Invalid("no"), [(F, 1), (F, 1), (F, 1), (F, 1)]),
        ["unauthorized"] = (FakeErrors.Unauthorized, [(F, 1), (F, 1), (F, 1), (F, 1)]),
        ["configuration"] = (FakeErrors.Configuration, [(F, 1), (F, 1), (F, 1), (F, 1)]),
        ["already exists"] = (FakeErrors.AlreadyExists("ks", "t"), [(F, 1), (F, 1), (F, 1), (F, 1)]),
        ["function failure"] = (FakeErrors.FunctionFailure, [(F, 1), (F, 1), (F, 1), (F, 1)]),
        ["protocol"] = (FakeErrors.Protocol("no"), [(F, 1), (F, 1), (F, 1), (F, 1)]),
    };

    private static readonly Dictionary<string, FakeFault> Losses = new()
    {
        ["reset before execution"] = new FakeFault.Reset(IsExecuted: false),
        ["reset after execution"] = new FakeFault.Reset(IsExecuted: true),
        ["half an answer"] = new FakeFault.HalfAnswer(),
        ["silence"] = new FakeFault.Silence(IsExecuted: true),
    };

    public static TheoryData<string, CqlStatementKind, CqlOutcome, int> Cells()
    {
        var cells = new TheoryData<string, CqlStatementKind, CqlOutcome, int>();
        foreach (var (name, row) in Rows)
        {
            foreach (var kind in Enum.GetValues<CqlStatementKind>())
            {
                if (row.Kinds[(int)kind] is var (outcome, sent))
                    cells.Add(name, kind, outcome, sent);
            }
        }

        return cells;
    }

    public static TheoryData<string, CqlStatementKind> LossCells() => new(
        Losses.Keys.SelectMany(static _ => Enum.GetValues<CqlStatementKind>(), static (loss, kind) => (loss, kind)));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_error_that_every_node_answers(string error, CqlStatementKind kind, CqlOutcome outcome, int sent)
    {
        Assert.SkipUnless(
            error is not ("cdc write failure" or "cas write unknown") || Session.Capabilities.HasFlag(CqlCapabilities.Protocol5),
            "A node tells this error in version 5 of the protocol only.");
        _cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(Rows[error].Error));

        var failure = await Assert.ThrowsAsync<CqlServerException>(() => Statements.ExecuteAsync(kind, "a", SessionStatements.Call, CancellationToken));

        Assert.Equal((outcome, sent), (failure.Outcome, _cluster.Statement.Count()));
        Assert.Equal(sent, failure.Attempts.Count(static attempt => attempt.Phase != CqlPhase.Queued));
        Assert.Equal(_cluster.Statement.Last().Node.Place.HostId, failure.Coordinator);
    }

    [Theory]
    [MemberData(nameof(LossCells))]
    public async Task An_answer_that_never_comes_from_any_node(string loss, CqlStatementKind kind)
    {
        _cluster.Script.Every(static request => request.IsStatement, Losses[loss]);
        var call = SessionStatements.Call with { AttemptTimeout = TimeSpan.FromMilliseconds(250) };

        var failure = await Assert.ThrowsAnyAsync<CqlException>(() => Statements.ExecuteAsync(kind, "a", call, CancellationToken));

        var isRepeatable = kind is CqlStatementKind.Read or CqlStatementKind.IdempotentWrite;
        Assert.Equal(kind == CqlStatementKind.Read ? F : U, failure.Outcome);
        Assert.Equal(isRepeatable ? 3 : 1, _cluster.Statement.Count());
    }

    [Theory]
    [InlineData(CqlStatementKind.Read)]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Write)]
    [InlineData(CqlStatementKind.Conditional)]
    public async Task A_request_that_no_node_takes_is_not_executed(CqlStatementKind kind)
    {
        foreach (var node in _cluster.Nodes)
            await node.StopAsync();

        var failure = await Assert.ThrowsAnyAsync<CqlException>(() => Statements.ExecuteAsync(kind, "a", SessionStatements.Call, CancellationToken));

        // A connection that broke just now may still have been believed in.
        if (failure.Attempts.All(static attempt => attempt.Phase == CqlPhase.Queued))
            Assert.Equal(N, failure.Outcome);
        Assert.Empty(_cluster.Statement);
    }

    [Theory]
    [InlineData(CqlStatementKind.Read)]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Write)]
    [InlineData(CqlStatementKind.Conditional)]
    public async Task A_statement_that_a_node_has_forgotten_is_prepared_and_sent_again(CqlStatementKind kind)
    {
        _cluster.Script.NextStatement(new FakeFault.Unprepared());

        using var result = await Statements.ExecuteAsync(kind, "a", SessionStatements.Call, CancellationToken);

        Assert.Equal(2, _cluster.Statement.Count());
        Assert.Single(_cluster.Statement.Select(static one => one.Node).Distinct());
        Assert.Equal(0, result.Execution.Retries);
    }

    [Theory]
    [InlineData(CqlStatementKind.Read, 2)]
    [InlineData(CqlStatementKind.Conditional, 1)]
    public async Task One_attempt_that_is_unknown_makes_the_request_unknown_unless_it_is_a_read(CqlStatementKind kind, int sent)
    {
        _cluster.Script.NextStatement(new FakeFault.Reset(IsExecuted: true));
        _cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Invalid("no")));

        var failure = await Assert.ThrowsAnyAsync<CqlException>(() => Statements.ExecuteAsync(kind, "a", SessionStatements.Call, CancellationToken));

        Assert.Equal((kind == CqlStatementKind.Read ? F : U, sent), (failure.Outcome, _cluster.Statement.Count()));
    }

    [Fact]
    public async Task An_idempotent_write_that_may_have_run_stays_unknown_when_the_next_node_refuses_it()
    {
        _cluster.Script.NextStatement(new FakeFault.Reset(IsExecuted: true));
        _cluster.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeErrors.Invalid("no")));

        var failure = await Assert.ThrowsAnyAsync<CqlException>(
            () => Statements.ExecuteAsync(CqlStatementKind.IdempotentWrite, "a", SessionStatements.Call, CancellationToken));

        Assert.Equal((U, 2), (failure.Outcome, _cluster.Statement.Count()));
    }

    [Fact]
    public async Task A_conditional_statement_is_decided_once_whatever_happens_to_its_answer()
    {
        var table = _cluster.Schema.Find($"{SessionStatements.Keyspace}.rows");
        foreach (var loss in Losses.Values)
        {
            var before = table.ConditionsDecided;
            _cluster.Script.Clear();
            _cluster.Script.NextStatement(loss);
            var call = SessionStatements.Call with { AttemptTimeout = TimeSpan.FromMilliseconds(250) };

            await Assert.ThrowsAnyAsync<CqlException>(() => Statements.ExecuteAsync(CqlStatementKind.Conditional, "a", call, CancellationToken));

            Assert.InRange(table.ConditionsDecided - before, 0, 1);
        }

        // A request may meet a connection that is broken already; none reaches a node twice.
        Assert.InRange(_cluster.Statement.Count(static one => one.IsConditional), 1, Losses.Count);
    }
}
