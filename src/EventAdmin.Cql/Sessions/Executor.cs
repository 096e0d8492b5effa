using System.Runtime.CompilerServices;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// Carries requests to nodes: one deadline over everything, the plan's nodes in turn, sending again only where the outcome table allows.
/// Thread-safe.
/// </summary>
internal sealed partial class Executor(ClientContext context, Cluster cluster)
{
    private uint _turn;

    /// <summary>Executes a request, beside a slow node on a second one where that was asked for and is allowed.</summary>
    public ValueTask<TResult> ExecuteAsync<TOperation, TResult>(in TOperation operation, in CqlCall call, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TResult>
        => IsSpeculated<TOperation, TResult>(operation, call)
            ? ExecuteBesideAsync<TOperation, TResult>(operation, call, cancellationToken)
            : RunAsync<TOperation, TResult>(operation, Begin<TOperation, TResult>(operation, call, group: null, isSpeculative: false), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> RunAsync<TOperation, TResult>(
        TOperation operation, RequestRun run, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TResult>
    {
        try
        {
            for (; ; run.AttemptStartedAt = context.Clock.GetTimestamp())
            {
                var pool = NextNode(ref run, cancellationToken);
                var seating = TakeSeatAsync(pool, run.Kind, run.Call.Label, run.Deadline, cancellationToken);
                var waits = !seating.IsCompleted;
                var seat = await seating.ConfigureAwait(false);
                if (seat.Connection is null)
                {
                    PassOver(ref run, pool, seat);
                    continue;
                }

                var (metadata, deadline) = (operation.Metadata, AttemptDeadline(ref run, waits ? context.Clock.GetTimestamp() : run.AttemptStartedAt));
                CqlReply reply;
                try
                {
                    reply = await operation.SendAsync(seat.Connection, metadata, deadline, cancellationToken).ConfigureAwait(false);
                    if (reply.Status is ReplyStatus.Busy or ReplyStatus.NotOpen)
                        reply = await SendElsewhereAsync<TOperation, TResult>(operation, pool, reply, metadata, deadline, cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    Leave(ref run, pool, seat, failure: null, CqlAdmissionResult.Dropped);
                    throw;
                }

                using (reply)
                {
                    var step = Judge<TOperation, TResult>(ref run, operation, pool, reply, metadata, out var result);
                    Leave(ref run, pool, seat, step.Failure, step.AdmissionResult);
                    if (step.IsAnswer)
                        return result!;

                    if (step.Action == NextAction.Prepare)
                    {
                        var statement = operation.FindStatement(step.StatementId.Span)!;
                        var failed = await PrepareOnAsync(statement, reply.Connection, "unprepared", deadline, cancellationToken).ConfigureAwait(false);
                        NotePrepared(ref run, pool, statement, failed, cancellationToken);
                    }
                    else if (step.Action == NextAction.NextNodeAfterPause)
                        await PauseAsync(run.Deadline, cancellationToken).ConfigureAwait(false);
                    else if (step.Action == NextAction.Fail)
                        throw Failure(ref run, cancellationToken);
                }
            }
        }
        catch (Exception exception) // Told to telemetry, then to the caller.
        {
            EndFailed(ref run, operation.Name, operation.Keyspace, operation.Text, exception);
            throw;
        }
    }

    private RequestRun Begin<TOperation, TResult>(in TOperation operation, in CqlCall call, SpeculationGroup? group, bool isSpeculative)
        where TOperation : struct, IOperation<TResult>
    {
        var view = cluster.View;
        // The clock is read once here and once when the answer is there: reading it a dozen times was a tenth of a request's cost.
        var now = context.Clock.GetTimestamp();
        if (!isSpeculative)
            context.Retries.CountRequest(now);
        return new RequestRun
        {
            View = view,
            Plan = PlanOf<TOperation, TResult>(view, operation, call),
            Call = call,
            Kind = operation.Kind,
            Group = group,
            IsSpeculative = isSpeculative,
            StartedAt = now,
            AttemptStartedAt = now,
            Deadline = context.DeadlineAfter(call.Timeout > TimeSpan.Zero ? call.Timeout : context.Options.Timeout, now),
            Activity = StartActivity(operation.Name, operation.Keyspace, operation.Text, operation.Kind, call),
        };
    }

    private NodePlan PlanOf<TOperation, TResult>(ClusterView view, in TOperation operation, in CqlCall call)
        where TOperation : struct, IOperation<TResult>
    {
        var topology = view.Topology;
        if (call.PinnedNode is { } hostId)
        {
            var index = topology.IndexOf(hostId);
            if (index < 0)
                throw new CqlConnectionException($"The node {hostId}, which the call is pinned to, is not in the cluster.", CqlOutcome.NotExecuted);
            return NodePlan.Pinned(topology, index);
        }

        var request = PlanRequest.Of(call, operation.Kind, context.Options.LocalDatacenter, Interlocked.Increment(ref _turn));
        var replicas = operation.Keyspace is { } keyspace && operation.TryGetToken(out var token) ? topology.ReplicasOf(keyspace, token) : [];
        var nodes = new PoolsView(view.Pools);
        return NodePlan.Create(topology, replicas, request, ref nodes);
    }

    /// <summary>The node to ask now: the same again, or the plan's next that may be asked.</summary>
    private NodePool NextNode(ref RequestRun run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            run.IsCancelled = true;
            throw Failure(ref run, cancellationToken);
        }

        if (run.AttemptStartedAt >= run.Deadline.Timestamp)
            throw Failure(ref run, cancellationToken);
        if (run.Again is { } again)
        {
            run.Again = null;
            if (again.Breaker.TryEnter(out var isProbe))
            {
                run.IsProbe = isProbe;
                return again;
            }
        }

        run.Prepared = null;
        var nodes = new PoolsView(run.View.Pools);
        while (run.Plan.TryNext(ref nodes, out var index))
        {
            var pool = run.View.Pools[index];
            if (run.Group is { } group && !group.TryUse(pool))
                continue;
            if (!pool.Breaker.TryEnter(out var isProbe))
                continue;
            run.IsProbe = isProbe;
            return pool;
        }

        throw Failure(ref run, cancellationToken);
    }

    private Deadline AttemptDeadline(ref RequestRun run, long now)
    {
        var timeout = run.Call.AttemptTimeout > TimeSpan.Zero ? run.Call.AttemptTimeout : context.Options.AttemptTimeout;
        return Deadline.Min(run.Deadline, context.DeadlineAfter(timeout, now));
    }

    private readonly struct PoolsView(NodePool[] pools) : INodeView
    {
        public bool IsPassable(int node) => pools[node].IsPassable;

        public int InFlight(int node) => pools[node].InFlight;

        public bool IsSlow(int node) => pools[node].IsSlow;
    }
}
