using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class Executor
{
    /// <summary>Why a node gave no connection.</summary>
    private enum Refusal
    {
        None,
        NoConnection,
        Admission,
        Busy,
        Late,
        Cancelled,
    }

    /// <summary>Asks for admission and picks a connection; waits for the first connection of a node that nobody used before.</summary>
    private ValueTask<Seat> TakeSeatAsync(
        NodePool pool, CqlStatementKind kind, string label, Deadline deadline, CancellationToken cancellationToken)
    {
        if (context.Options.NodeAdmission is not null || pool.Pick() is not { } connection)
            return TakeSeatSlowlyAsync(pool, kind, label, deadline, cancellationToken);
        return ValueTask.FromResult(new Seat(connection, default, 0, Refusal.None));
    }

    private async ValueTask<Seat> TakeSeatSlowlyAsync(
        NodePool pool, CqlStatementKind kind, string label, Deadline deadline, CancellationToken cancellationToken)
    {
        if (pool.Pick() is null && await WaitForFirstConnectionAsync(pool, deadline, cancellationToken).ConfigureAwait(false) is var late and not Refusal.None)
            return new Seat(null, default, 0, late);
        var request = new CqlAdmissionRequest(pool.Node.HostId, pool.Node.Datacenter, label, kind);
        if (context.Options.NodeAdmission is { } admission)
        {
            var waitsUntil = Deadline.Min(deadline, context.DeadlineAfter(context.Options.QueueTimeMax));
            while (!admission.TryEnter(request))
            {
                if (kind == CqlStatementKind.Read)
                    return new Seat(null, default, 0, Refusal.Admission);
                var outcome = await pool.AdmissionQueue.WaitAsync(waitsUntil, cancellationToken).ConfigureAwait(false);
                if (outcome != QueueOutcome.Granted)
                    return new Seat(null, default, 0, RefusalOf(outcome, deadline));
            }
        }

        var admittedAt = context.Clock.GetTimestamp();
        if (pool.Pick() is { } connection)
            return new Seat(connection, request, admittedAt, Refusal.None);
        context.Options.NodeAdmission?.Leave(request, TimeSpan.Zero, CqlAdmissionResult.Dropped);
        return new Seat(null, default, 0, Refusal.NoConnection);
    }

    private async ValueTask<Refusal> WaitForFirstConnectionAsync(NodePool pool, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await pool.TriedOnceAsync().WaitAsync(deadline.Remaining(context.Clock), context.Clock, cancellationToken).ConfigureAwait(false);
            return pool.Pick() is null ? Refusal.NoConnection : Refusal.None;
        }
        catch (TimeoutException) // The deadline of the call, seen below as such.
        {
            return Refusal.Late;
        }
        catch (OperationCanceledException) // The caller, seen below as such.
        {
            return Refusal.Cancelled;
        }
    }

    /// <summary>The connection was full, or closed just now: tries the node's others, then waits for room, at most so long as the queue allows.</summary>
    private async ValueTask<CqlReply> SendElsewhereAsync<TOperation, TResult>(
        TOperation operation, NodePool pool, CqlReply refused, ResultMetadata? metadata, Deadline deadline, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TResult>
    {
        var waitsUntil = Deadline.Min(deadline, context.DeadlineAfter(context.Options.QueueTimeMax));
        while (refused.Status is ReplyStatus.Busy or ReplyStatus.NotOpen)
        {
            var next = pool.PickOther(refused.Connection);
            if (next is null)
            {
                if (refused.Status == ReplyStatus.NotOpen)
                    return refused;
                var outcome = await pool.Queue.WaitAsync(waitsUntil, cancellationToken).ConfigureAwait(false);
                next = outcome == QueueOutcome.Granted ? pool.Pick() : null;
            }

            if (next is null)
                return refused;
            refused.Dispose();
            refused = await operation.SendAsync(next, metadata, deadline, cancellationToken).ConfigureAwait(false);
        }

        return refused;
    }

    private Refusal RefusalOf(QueueOutcome outcome, Deadline deadline) => outcome switch
    {
        QueueOutcome.Cancelled => Refusal.Cancelled,
        QueueOutcome.Closed => Refusal.NoConnection,
        QueueOutcome.TimedOut when deadline.IsOver(context.Clock) => Refusal.Late,
        _ => Refusal.Busy,
    };

    /// <summary>A node gave no connection: what that means for the request.</summary>
    private void PassOver(ref RequestRun run, NodePool pool, in Seat seat)
    {
        pool.Breaker.Abandon(run.IsProbe);
        switch (seat.Refusal)
        {
            case Refusal.Cancelled:
                run.IsCancelled = true;
                break;
            case Refusal.Busy:
                run.IsBusy = true;
                run.Add(AttemptOf(ref run, pool, CqlPhase.Queued, null, "Too much is under way to the node."));
                break;
            case Refusal.Admission:
                run.IsBusy = true;
                break;
            case Refusal.NoConnection:
                run.Add(AttemptOf(ref run, pool, CqlPhase.Queued, null, "No connection to the node is open."));
                break;
        }
    }

    /// <summary>Tells breaker and admission how the attempt ended.</summary>
    private void Leave(ref RequestRun run, NodePool pool, in Seat seat, AttemptFailure? failure, CqlAdmissionResult result)
    {
        if (result == CqlAdmissionResult.Dropped)
            pool.Breaker.Abandon(run.IsProbe);
        else
            pool.Breaker.Record(failure?.SpeaksAgainstTheNode() ?? false, run.IsProbe, run.JudgedAt);
        if (context.Options.NodeAdmission is not { } admission)
            return;
        admission.Leave(seat.Request, context.Clock.GetElapsedTime(seat.AdmittedAt), result);
        pool.AdmissionQueue.Signal(1);
    }

    /// <summary>A connection to send on, and what admission knows the request by.</summary>
    private readonly record struct Seat(CqlConnection? Connection, CqlAdmissionRequest Request, long AdmittedAt, Refusal Refusal);
}
