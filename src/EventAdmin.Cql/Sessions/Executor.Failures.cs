using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class Executor
{
    /// <summary>The exception that ends a request, by the attempt that says most about what it is worth.</summary>
    private Exception Failure(ref RequestRun run, CancellationToken cancellationToken)
    {
        var attempts = AttemptsOf(ref run);
        var worst = run.Worst;
        var isCancelled = run.IsCancelled || cancellationToken.IsCancellationRequested;
        // Nothing ran, or nothing that changes anything: cancelling is then what it is everywhere.
        if (isCancelled && (run.Kind == CqlStatementKind.Read || worst != CqlOutcome.Unknown))
            return new OperationCanceledException("The caller stopped waiting; the request has no effect.", cancellationToken);
        if (isCancelled)
        {
            return new CqlTimeoutException(
                "The caller stopped waiting after the request was sent.", worst, CqlPhase.Sent, new OperationCanceledException(cancellationToken))
            {
                Attempts = attempts,
                Coordinator = LastNode(attempts),
            };
        }

        if (run.Decisive is { Failure: not AttemptFailure.NotSent } failed)
            return Failure(ref run, failed, attempts);
        if (run.Deadline.IsOver(context.Clock))
        {
            context.Metrics.TimedOut("queued");
            return new CqlTimeoutException(
                $"The request was not sent within {TimeoutOf(ref run).TotalMilliseconds:0} ms. {Load(ref run)}", CqlOutcome.NotExecuted, CqlPhase.Queued)
            {
                Attempts = attempts,
            };
        }

        if (run.IsBusy)
            return new CqlBusyException($"Too much is under way. {Load(ref run)}") { Attempts = attempts };
        return new CqlConnectionException(WhyNoNode(ref run), CqlOutcome.NotExecuted, run.Decisive?.Cause) { Attempts = attempts };
    }

    private CqlException Failure(ref RequestRun run, Failed failed, IReadOnlyList<CqlAttempt> attempts)
    {
        var worst = run.Worst;
        if (failed.Cause is CqlStatementChangedException changed)
            return new CqlStatementChangedException(changed.Text, worst) { Attempts = attempts, Coordinator = LastNode(attempts) };
        if (failed.Error is { } error)
            return new CqlServerException(error, worst, failed.Cause) { Attempts = attempts, Coordinator = LastNode(attempts) };
        if (failed is { Failure: AttemptFailure.Lost, Cause: null })
        {
            return new CqlTimeoutException($"No answer within {TimeoutOf(ref run).TotalMilliseconds:0} ms. {Load(ref run)}", worst, CqlPhase.Sent)
            {
                Attempts = attempts,
                Coordinator = LastNode(attempts),
            };
        }

        return new CqlConnectionException("The connection was lost before an answer came that could be read.", worst, failed.Cause) { Attempts = attempts, Coordinator = LastNode(attempts) };
    }

    private static IReadOnlyList<CqlAttempt> AttemptsOf(ref RequestRun run) => run.Group?.Attempts ?? run.Attempts ?? [];

    private static Guid? LastNode(IReadOnlyList<CqlAttempt> attempts) => attempts.Count == 0 ? null : attempts[^1].HostId;

    private TimeSpan TimeoutOf(ref RequestRun run) => context.Clock.GetElapsedTime(run.StartedAt);

    private static string Load(ref RequestRun run)
    {
        var inFlight = 0;
        var queued = 0;
        var orphans = 0;
        foreach (var pool in run.View.Pools)
        {
            inFlight += pool.InFlight;
            queued += pool.Queue.Count + pool.AdmissionQueue.Count;
            orphans += pool.Orphans;
        }

        return $"{inFlight} requests are in flight, {queued} wait, {orphans} answers that nobody waits for are missing.";
    }

    private string WhyNoNode(ref RequestRun run)
    {
        var datacenter = run.Call.Datacenter ?? context.Options.LocalDatacenter;
        if (run.Call.PinnedNode is null && run.View.Topology.NodesOf(datacenter).IsEmpty)
            return $"There is no node of datacenter '{datacenter}'; the cluster has {string.Join(", ", run.View.Topology.Datacenters)}.";
        var nodes = run.View.Pools.Where(one => one.Node.Datacenter == datacenter)
            .Select(static one => $"{one.Node.EndPoint} {one.State}{(one.Breaker.State == CqlBreakerState.Closed ? "" : ", spared")}{(one.LastError is { } error ? $" ({error})" : "")}");
        return $"No node can be asked: {string.Join("; ", nodes)}.";
    }

    private static string DescriptionOf(AttemptFailure failure, Exception? cause) => failure switch
    {
        AttemptFailure.NotSent => "It was not sent.",
        _ when cause is CqlProtocolException => "The answer could not be read.",
        _ when cause is not null => "The connection was lost.",
        _ => "No answer came in time.",
    };

    private async Task PauseAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        var pause = Backoff.BeforeRetry(Random.Shared.NextDouble);
        var left = deadline.Remaining(context.Clock);
        try
        {
            await Task.Delay(pause < left ? pause : left, context.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next look for a node sees it.
        }
    }
}
