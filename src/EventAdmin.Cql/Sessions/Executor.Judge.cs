using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class Executor
{
    /// <summary>Says what an attempt's reply means: a result, another attempt, or the end.</summary>
    private Step Judge<TOperation, TResult>(
        ref RequestRun run, in TOperation operation, NodePool pool, CqlReply reply, ResultMetadata? metadata, out TResult? result)
        where TOperation : struct, IOperation<TResult>
    {
        result = default;
        if (reply.Phase != CqlPhase.Queued)
            run.Sent++;
        run.JudgedAt = context.Clock.GetTimestamp();
        if (reply.Status != ReplyStatus.Answered)
            return JudgeUnanswered(ref run, pool, reply);
        pool.NoteAnswer(run.JudgedAt);
        try
        {
            var response = reply.Read();
            if (response.Opcode == Opcode.Error)
                return JudgeError(ref run, pool, response.Error, operation.FindStatement(response.Error.StatementId.Span));
            result = operation.Complete(reply, response, metadata, ExecutionOf(ref run, pool, reply, response.Prefix));
            if (result is CqlResult { Applied: false })
                context.Metrics.ConditionNotMet();
            EndAnswered(ref run, pool, operation.Name, operation.Keyspace, operation.Text);
            return Step.Answer;
        }
        catch (CqlProtocolException exception)
        {
            // What follows on this connection cannot be trusted either.
            reply.Connection.Close(exception);
            return Fail(ref run, pool, AttemptFailure.Lost, CqlPhase.Answered, null, exception);
        }
    }

    private Step JudgeUnanswered(ref RequestRun run, NodePool pool, CqlReply reply)
    {
        switch (reply.Status)
        {
            case ReplyStatus.Busy:
                run.IsBusy = true;
                run.Add(AttemptOf(ref run, pool, CqlPhase.Queued, null, "Too much is under way to the node."));
                return new Step(NextAction.Fail, null, CqlAdmissionResult.Dropped);
            case ReplyStatus.Cancelled:
                run.IsCancelled = true;
                if (reply.Phase != CqlPhase.Queued)
                    run.Note(new Failed(AttemptFailure.Lost, OutcomeTable.Decide(run.Kind, new FailedAttempt { Failure = AttemptFailure.Lost }).Outcome, null, reply.Phase, null));
                run.Add(AttemptOf(ref run, pool, reply.Phase, null, "The caller stopped waiting."));
                return new Step(NextAction.Fail, null, CqlAdmissionResult.Dropped);
            default:
                if (reply.Status == ReplyStatus.TimedOut)
                    context.Metrics.TimedOut(reply.Phase == CqlPhase.Queued ? "queued" : "sent");
                var failure = reply.Phase == CqlPhase.Queued ? AttemptFailure.NotSent : AttemptFailure.Lost;
                return Fail(ref run, pool, failure, reply.Phase, null, reply.Cause);
        }
    }

    private Step JudgeError(ref RequestRun run, NodePool pool, CqlServerError error, PreparedStatement? statement)
    {
        var failure = AttemptFailures.OfCode(error.CodeNumber);
        // Preparing is part of the same attempt: each statement once.
        if (failure == AttemptFailure.Unprepared)
            run.Sent--;
        var isPrepared = statement is null || run.Prepared?.Contains(statement) == true;
        return Fail(ref run, pool, failure, CqlPhase.Answered, error, null, isPrepared) with { StatementId = error.StatementId };
    }

    private Step Fail(
        ref RequestRun run, NodePool pool, AttemptFailure failure, CqlPhase phase, CqlServerError? error, Exception? cause, bool isPrepared = false)
    {
        var attempt = new FailedAttempt(failure, run.Count(failure), IsOnlyDataMissing(error), isPrepared, MaySendAgain(ref run));
        var verdict = OutcomeTable.Decide(run.Kind, attempt);
        var isPaid = verdict.Action is not (NextAction.Fail or NextAction.Prepare) && failure != AttemptFailure.NotSent;
        if (isPaid && !context.Retries.TryTake())
            verdict = OutcomeTable.Decide(run.Kind, attempt with { MaySendAgain = false });
        run.Note(new Failed(failure, verdict.Outcome, error, phase, cause));
        run.Add(AttemptOf(ref run, pool, phase, error, error is null ? DescriptionOf(failure, cause) : error.Message));
        if (verdict.Action == NextAction.SameNode)
            run.Again = pool;
        if (isPaid && verdict.Action != NextAction.Fail)
        {
            run.Retries++;
            context.Metrics.Retried(failure.ToString());
        }

        return new Step(verdict.Action, failure, AdmissionResultOf(failure));
    }

    private bool MaySendAgain(ref RequestRun run)
        => run.Call.Retry && run.Sent < context.Options.AttemptsMax && !run.IsCancelled && !run.Deadline.IsOver(context.Clock);

    // The replica that was to send the data itself was not among those that answered; enough others were.
    private static bool IsOnlyDataMissing(CqlServerError? error)
        => error is { Received: { } received, Required: { } required } && received >= required && error.IsDataPresent != true;

    private static CqlAdmissionResult AdmissionResultOf(AttemptFailure failure) => failure switch
    {
        AttemptFailure.NotSent or AttemptFailure.Unprepared or AttemptFailure.Refused => CqlAdmissionResult.Dropped,
        AttemptFailure.Lost => CqlAdmissionResult.Lost,
        AttemptFailure.Overloaded or AttemptFailure.ReadTimeout or AttemptFailure.WriteTimeout or AttemptFailure.CasWriteUnknown => CqlAdmissionResult.Overloaded,
        _ => CqlAdmissionResult.Answered,
    };

    private CqlAttempt AttemptOf(ref RequestRun run, NodePool pool, CqlPhase phase, CqlServerError? error, string? text) => new()
    {
        HostId = pool.Coordinator.HostId,
        Address = pool.Coordinator.Address,
        Elapsed = context.Clock.GetElapsedTime(run.AttemptStartedAt),
        Phase = phase,
        Code = error?.Code,
        Error = text,
        IsSpeculative = run.IsSpeculative,
    };

    private CqlExecution ExecutionOf(ref RequestRun run, NodePool pool, CqlReply reply, in ResponsePrefix prefix)
    {
        if (run.Attempts is not null || run.Group is not null)
            run.Add(AttemptOf(ref run, pool, CqlPhase.Answered, null, null));
        var execution = new CqlExecution
        {
            Coordinator = pool.Coordinator,
            Consistency = run.Call.Consistency,
            SerialConsistency = run.Call.SerialConsistency,
            TraceId = prefix.TraceId,
            Elapsed = context.Clock.GetElapsedTime(run.StartedAt, run.JudgedAt),
            Retries = run.Retries,
            Speculative = run.Group?.Speculative ?? 0,
            Warnings = prefix.Warnings,
            Payload = prefix.Payload,
            BytesSent = reply.BytesSent,
            BytesReceived = reply.BytesReceived,
        };
        return run.Attempts is null ? execution : execution with { Attempts = run.Group?.Attempts ?? run.Attempts };
    }

    /// <summary>What comes after an attempt.</summary>
    private readonly record struct Step(NextAction Action, AttemptFailure? Failure, CqlAdmissionResult AdmissionResult)
    {
        public static readonly Step Answer = new(NextAction.Fail, null, CqlAdmissionResult.Answered) { IsAnswer = true };

        public bool IsAnswer { get; init; }

        public ReadOnlyMemory<byte> StatementId { get; init; }
    }
}
