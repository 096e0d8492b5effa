using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>What is done after an attempt that failed.</summary>
internal enum NextAction
{
    /// <summary>The request ends.</summary>
    Fail,

    /// <summary>The next node of the plan is asked.</summary>
    NextNode,

    /// <summary>The next node is asked, after a pause.</summary>
    NextNodeAfterPause,

    /// <summary>The same node is asked again.</summary>
    SameNode,

    /// <summary>The statement is prepared on this connection and sent again.</summary>
    Prepare,
}

/// <summary>One attempt that failed, and what came before it.</summary>
/// <param name="Failure">What happened.</param>
/// <param name="Before">How often the same happened to this request before.</param>
/// <param name="OnlyDataMissing">Enough replicas answered, and only the data itself was not among their answers.</param>
/// <param name="Prepared">The statement was prepared anew for this attempt already.</param>
/// <param name="MaySendAgain">Attempts, budget and time are left, and the caller allows it.</param>
internal readonly record struct FailedAttempt(AttemptFailure Failure, int Before, bool OnlyDataMissing, bool Prepared, bool MaySendAgain);

/// <summary>The next step, and what this attempt means for the request if it ends without an answer.</summary>
internal readonly record struct Verdict(NextAction Action, CqlOutcome Outcome);

/// <summary>
/// Decides by kind of statement and by what happened whether a request is sent again, and what it is worth when it is not. A conditional
/// request reaches the wire once, except where it is certain that nothing ran. Pure and total.
/// </summary>
internal static class OutcomeTable
{
    public static Verdict Decide(CqlStatementKind kind, FailedAttempt attempt)
    {
        var outcome = OutcomeOf(kind, attempt.Failure);
        var action = ActionOf(kind, attempt);
        // What was never sent burdens nobody: it is bounded by the plan, not by budgets.
        var isFree = action is NextAction.Fail or NextAction.Prepare || attempt.Failure == AttemptFailure.NotSent;
        return new Verdict(isFree || attempt.MaySendAgain ? action : NextAction.Fail, outcome);
    }

    /// <summary>The outcome of a request from those of its attempts: the worst counts.</summary>
    public static CqlOutcome Worst(CqlOutcome first, CqlOutcome second) => (CqlOutcome)Math.Max((int)first, (int)second);

    private static NextAction ActionOf(CqlStatementKind kind, FailedAttempt attempt)
    {
        var isFirst = attempt.Before == 0;
        var isRepeatable = kind is CqlStatementKind.Read or CqlStatementKind.IdempotentWrite;
        return attempt.Failure switch
        {
            AttemptFailure.NotSent or AttemptFailure.Bootstrapping => NextAction.NextNode,
            AttemptFailure.Unprepared => attempt.Prepared ? NextAction.Fail : NextAction.Prepare,
            AttemptFailure.Unavailable when kind != CqlStatementKind.Conditional && isFirst => NextAction.NextNode,
            AttemptFailure.Overloaded when isRepeatable => NextAction.NextNodeAfterPause,
            AttemptFailure.ReadTimeout or AttemptFailure.WriteTimeout when kind == CqlStatementKind.Read && attempt.OnlyDataMissing && isFirst
                => NextAction.SameNode,
            AttemptFailure.WriteTimeout when kind == CqlStatementKind.IdempotentWrite && isFirst => NextAction.SameNode,
            AttemptFailure.ServerError when isRepeatable && isFirst => NextAction.NextNode,
            AttemptFailure.Lost when isRepeatable => NextAction.NextNode,
            _ => NextAction.Fail,
        };
    }

    private static CqlOutcome OutcomeOf(CqlStatementKind kind, AttemptFailure failure) => failure switch
    {
        AttemptFailure.NotSent or AttemptFailure.Unprepared or AttemptFailure.Bootstrapping => CqlOutcome.NotExecuted,
        AttemptFailure.Refused => CqlOutcome.Failed,
        // A conditional request may have been proposed by an earlier, unfinished round before the node saw too few replicas.
        AttemptFailure.Unavailable => kind == CqlStatementKind.Conditional ? CqlOutcome.Unknown : CqlOutcome.NotExecuted,
        AttemptFailure.Overloaded => kind == CqlStatementKind.Read ? CqlOutcome.NotExecuted : CqlOutcome.Unknown,
        _ => kind == CqlStatementKind.Read ? CqlOutcome.Failed : CqlOutcome.Unknown,
    };
}
