using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class The_outcome_table
{
    private const CqlOutcome N = CqlOutcome.NotExecuted;
    private const CqlOutcome U = CqlOutcome.Unknown;
    private const CqlOutcome F = CqlOutcome.Failed;

    private static readonly CqlStatementKind[] Kinds = Enum.GetValues<CqlStatementKind>();
    private static readonly AttemptFailure[] Failures = Enum.GetValues<AttemptFailure>();

    // Columns: Read, IdempotentWrite, Write, Conditional. A row of the specification that says nothing about a kind is as careful as can be.
    private static readonly Dictionary<AttemptFailure, (NextAction Action, CqlOutcome Outcome)[]> FirstTime = new()
    {
        [AttemptFailure.NotSent] = [(NextAction.NextNode, N), (NextAction.NextNode, N), (NextAction.NextNode, N), (NextAction.NextNode, N)],
        [AttemptFailure.Unprepared] = [(NextAction.Prepare, N), (NextAction.Prepare, N), (NextAction.Prepare, N), (NextAction.Prepare, N)],
        [AttemptFailure.Bootstrapping] = [(NextAction.NextNode, N), (NextAction.NextNode, N), (NextAction.NextNode, N), (NextAction.NextNode, N)],
        [AttemptFailure.Unavailable] = [(NextAction.NextNode, N), (NextAction.NextNode, N), (NextAction.NextNode, N), (NextAction.Fail, U)],
        [AttemptFailure.Overloaded] = [(NextAction.NextNodeAfterPause, N), (NextAction.NextNodeAfterPause, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.ReadTimeout] = [(NextAction.SameNode, F), (NextAction.Fail, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.ReadFailure] = [(NextAction.Fail, F), (NextAction.Fail, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.WriteTimeout] = [(NextAction.SameNode, F), (NextAction.SameNode, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.WriteFailure] = [(NextAction.Fail, F), (NextAction.Fail, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.CasWriteUnknown] = [(NextAction.Fail, F), (NextAction.Fail, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.ServerError] = [(NextAction.NextNode, F), (NextAction.NextNode, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.Lost] = [(NextAction.NextNode, F), (NextAction.NextNode, U), (NextAction.Fail, U), (NextAction.Fail, U)],
        [AttemptFailure.Refused] = [(NextAction.Fail, F), (NextAction.Fail, F), (NextAction.Fail, F), (NextAction.Fail, F)],
    };

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var failure in Failures)
            foreach (var kind in Kinds)
                cells.Add(failure.ToString(), kind.ToString());
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_says_what_comes_next_and_what_it_is_worth(string failureName, string kindName)
    {
        var failure = Enum.Parse<AttemptFailure>(failureName);
        var kind = Enum.Parse<CqlStatementKind>(kindName);

        var verdict = OutcomeTable.Decide(kind, new FailedAttempt(failure, 0, OnlyDataMissing: true, Prepared: false, MaySendAgain: true));

        var (action, outcome) = FirstTime[failure][(int)kind];
        Assert.Equal(new Verdict(action, outcome), verdict);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Nothing_that_was_sent_is_sent_again_when_nothing_is_left_for_it(string failureName, string kindName)
    {
        var failure = Enum.Parse<AttemptFailure>(failureName);
        var kind = Enum.Parse<CqlStatementKind>(kindName);

        var verdict = OutcomeTable.Decide(kind, new FailedAttempt(failure, 0, OnlyDataMissing: true, Prepared: false, MaySendAgain: false));

        var expected = failure switch
        {
            AttemptFailure.NotSent => NextAction.NextNode,
            AttemptFailure.Unprepared => NextAction.Prepare,
            _ => NextAction.Fail,
        };
        Assert.Equal(new Verdict(expected, FirstTime[failure][(int)kind].Outcome), verdict);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_outcome_depends_on_kind_and_error_alone(string failureName, string kindName)
    {
        var failure = Enum.Parse<AttemptFailure>(failureName);
        var kind = Enum.Parse<CqlStatementKind>(kindName);

        foreach (var attempt in AllAttempts(failure))
            Assert.Equal(FirstTime[failure][(int)kind].Outcome, OutcomeTable.Decide(kind, attempt).Outcome);
    }

    [Fact]
    public void A_conditional_request_goes_on_only_where_nothing_can_have_run()
    {
        foreach (var failure in Failures)
        {
            foreach (var attempt in AllAttempts(failure))
            {
                var verdict = OutcomeTable.Decide(CqlStatementKind.Conditional, attempt);
                if (verdict.Action != NextAction.Fail)
                    Assert.Contains(failure, new[] { AttemptFailure.NotSent, AttemptFailure.Bootstrapping, AttemptFailure.Unprepared });
            }
        }
    }

    [Fact]
    public void A_plain_write_goes_on_only_where_its_outcome_is_that_nothing_ran()
    {
        foreach (var failure in Failures)
        {
            foreach (var attempt in AllAttempts(failure))
            {
                var verdict = OutcomeTable.Decide(CqlStatementKind.Write, attempt);
                if (verdict.Action != NextAction.Fail)
                    Assert.Equal(CqlOutcome.NotExecuted, verdict.Outcome);
            }
        }
    }

    [Theory]
    [InlineData("Unavailable", CqlStatementKind.Read)]
    [InlineData("Unavailable", CqlStatementKind.Write)]
    [InlineData("ReadTimeout", CqlStatementKind.Read)]
    [InlineData("WriteTimeout", CqlStatementKind.Read)]
    [InlineData("WriteTimeout", CqlStatementKind.IdempotentWrite)]
    [InlineData("ServerError", CqlStatementKind.Read)]
    [InlineData("ServerError", CqlStatementKind.IdempotentWrite)]
    public void What_is_tried_again_once_is_not_tried_a_third_time(string failureName, CqlStatementKind kind)
    {
        var again = new FailedAttempt(Enum.Parse<AttemptFailure>(failureName), 1, OnlyDataMissing: true, Prepared: false, MaySendAgain: true);

        Assert.Equal(NextAction.Fail, OutcomeTable.Decide(kind, again).Action);
    }

    [Theory]
    [InlineData("ReadTimeout")]
    [InlineData("WriteTimeout")]
    public void A_read_that_too_few_replicas_answered_is_not_repeated(string failureName)
    {
        var tooFew = new FailedAttempt(Enum.Parse<AttemptFailure>(failureName), 0, OnlyDataMissing: false, Prepared: false, MaySendAgain: true);

        Assert.Equal(new Verdict(NextAction.Fail, CqlOutcome.Failed), OutcomeTable.Decide(CqlStatementKind.Read, tooFew));
    }

    [Fact]
    public void A_statement_is_prepared_anew_once_an_attempt()
    {
        var again = new FailedAttempt(AttemptFailure.Unprepared, 1, OnlyDataMissing: false, Prepared: true, MaySendAgain: true);

        foreach (var kind in Kinds)
            Assert.Equal(new Verdict(NextAction.Fail, CqlOutcome.NotExecuted), OutcomeTable.Decide(kind, again));
    }

    [Theory]
    [InlineData(0x0000, "ServerError")]
    [InlineData(0x000A, "Refused")]
    [InlineData(0x0100, "Refused")]
    [InlineData(0x1000, "Unavailable")]
    [InlineData(0x1001, "Overloaded")]
    [InlineData(0x1002, "Bootstrapping")]
    [InlineData(0x1003, "ServerError")]
    [InlineData(0x1100, "WriteTimeout")]
    [InlineData(0x1200, "ReadTimeout")]
    [InlineData(0x1300, "ReadFailure")]
    [InlineData(0x1400, "Refused")]
    [InlineData(0x1500, "WriteFailure")]
    [InlineData(0x1600, "WriteFailure")]
    [InlineData(0x1700, "CasWriteUnknown")]
    [InlineData(0x2000, "Refused")]
    [InlineData(0x2100, "Refused")]
    [InlineData(0x2200, "Refused")]
    [InlineData(0x2300, "Refused")]
    [InlineData(0x2400, "Refused")]
    [InlineData(0x2500, "Unprepared")]
    public void Every_known_code_has_its_row(int code, string failure)
        => Assert.Equal(failure, AttemptFailures.OfCode(code).ToString());

    [Fact]
    public void No_known_code_is_missing_above()
    {
        var tested = typeof(The_outcome_table).GetMethod(nameof(Every_known_code_has_its_row))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(static one => (CqlErrorCode)(int)one.Data[0]!);

        Assert.Equal(Enum.GetValues<CqlErrorCode>().Order(), tested.Order());
    }

    [Fact]
    public void An_unknown_code_counts_as_a_server_error()
    {
        for (var code = -1; code <= 0xFFFF; code++)
        {
            if (!Enum.IsDefined((CqlErrorCode)code))
                Assert.Equal(AttemptFailure.ServerError, AttemptFailures.OfCode(code));
        }
    }

    [Theory]
    [InlineData(N, N, N)]
    [InlineData(N, F, F)]
    [InlineData(N, U, U)]
    [InlineData(F, F, F)]
    [InlineData(F, U, U)]
    [InlineData(U, U, U)]
    public void The_worst_of_several_attempts_counts(CqlOutcome first, CqlOutcome second, CqlOutcome worst)
    {
        Assert.Equal(worst, OutcomeTable.Worst(first, second));
        Assert.Equal(worst, OutcomeTable.Worst(second, first));
    }

    private static IEnumerable<FailedAttempt> AllAttempts(AttemptFailure failure)
        => from before in Enumerable.Range(0, 4)
           from onlyDataMissing in new[] { false, true }
           from prepared in new[] { false, true }
           from maySendAgain in new[] { false, true }
           select new FailedAttempt(failure, before, onlyDataMissing, prepared, maySendAgain);
}
