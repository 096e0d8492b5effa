using Cassandra;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

// One request from its call to its end: a node for each attempt, and after a failure what the outcome table says.
public sealed partial class CSharpDriverSession
{
    private async ValueTask<CqlResult> RunAsync(Request request, CqlCall call, CancellationToken cancellationToken)
    {
        var topology = Topology;
        var timeout = call.Timeout > TimeSpan.Zero ? call.Timeout : _options.Timeout;
        var attempts = new Attempts(request.Kind) { StartedAt = _clock.GetTimestamp() };
        var (nodes, plan) = (new NodesView(topology, _topology), PlanOf(topology, request, call));
        var timestamp = request.Kind is CqlStatementKind.IdempotentWrite or CqlStatementKind.Write ? call.TimestampMicros ?? _timestamps.Next() : (long?)null;
        _retries.CountRequest();
        CqlNode? again = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rest = timeout - _clock.GetElapsedTime(attempts.StartedAt);
            var node = again ?? (plan.TryNext(ref nodes, out var index) ? topology.Nodes[index] : null);
            again = null;
            if (node is null || rest <= TimeSpan.Zero || _topology.HostOf(node) is not { } host)
                throw FailureOf(attempts, attempts.Last, attempts.Cause);
            attempts.Begin(node, _clock.GetTimestamp());
            var one = call.AttemptTimeout > TimeSpan.Zero ? call.AttemptTimeout : _options.AttemptTimeout;
            var statement = Dress(request.Make(), call, timestamp, host, one < rest ? one : rest);
            try
            {
                var rows = await Detached.Of(_session.ExecuteAsync(statement)).WaitAsync(one < rest ? one : rest, _clock, cancellationToken).ConfigureAwait(false);
                return ResultOf(rows, attempts, node, call);
            }
            catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && request.Kind != CqlStatementKind.Read)
            {
                attempts.Add(AttemptFailure.Lost, null, exception, _clock);
                throw new CqlTimeoutException("The caller stopped waiting after the request was sent.", CqlOutcome.Unknown, CqlPhase.Sent, exception) { Attempts = attempts.All };
            }
            catch (Exception exception) when (exception is TimeoutException || DriverFailure.IsOfTheDriver(exception))
            {
                var action = Judge(attempts, call, timeout, DriverFailure.Of(exception), exception);
                again = action == NextAction.SameNode ? node : null;
                if (action == NextAction.NextNodeAfterPause)
                    await Task.Delay(Backoff.BeforeRetry(Random.Shared.NextDouble), _clock, cancellationToken).ConfigureAwait(false);
                else if (action == NextAction.Fail)
                    throw FailureOf(attempts, attempts.Last, attempts.Cause);
            }
        }
    }

    private NodePlan PlanOf(CqlTopology topology, Request request, in CqlCall call)
    {
        if (call.PinnedNode is { } hostId)
        {
            return topology.IndexOf(hostId) is >= 0 and var index
                ? NodePlan.Pinned(topology, index)
                : throw new CqlConnectionException($"The node {hostId}, which the call is pinned to, is not in the cluster.", CqlOutcome.NotExecuted);
        }

        var replicas = request is { Keyspace: { } keyspace, Token: { } token } ? topology.ReplicasOf(keyspace, token) : [];
        var nodes = new NodesView(topology, _topology);
        return NodePlan.Create(topology, replicas, PlanRequest.Of(call, request.Kind, _options.LocalDatacenter, Interlocked.Increment(ref _turn)), ref nodes);
    }

    private Statement Dress(Statement statement, in CqlCall call, long? timestamp, Host host, TimeSpan timeout)
    {
        // The driver sends a serial level with everything; where none was asked for it means nothing.
        var serial = call.SerialConsistency ?? (call.Consistency.IsLocal() ? CqlConsistency.LocalSerial : CqlConsistency.Serial);
        statement.SetHost(host)
            .SetConsistencyLevel((ConsistencyLevel)call.Consistency)
            .SetSerialConsistencyLevel((ConsistencyLevel)serial)
            .SetIdempotence(false)
            .SetAutoPage(false)
            .SetPageSize(call.PageSize > 0 ? call.PageSize : _options.PageSize)
            .SetPagingState(call.PagingState.IsEmpty ? null : call.PagingState.ToArray())
            .SetReadTimeoutMillis((int)Math.Ceiling(timeout.TotalMilliseconds))
            .EnableTracing(call.Trace);
        if (timestamp is { } micros)
            statement.SetTimestamp(DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));
        if (call.Payload is { } payload)
            statement.SetOutgoingPayload(payload.ToDictionary());
        return statement;
    }

    private NextAction Judge(Attempts attempts, in CqlCall call, TimeSpan timeout, DriverFailure failure, Exception exception)
    {
        var before = attempts.Count(failure.Kind);
        attempts.Add(failure.Kind, failure.Error, exception, _clock);
        attempts.Last = failure;
        // The driver has prepared anew and sent again already.
        var maySendAgain = call.Retry && attempts.Sent < _options.AttemptsMax && _clock.GetElapsedTime(attempts.StartedAt) < timeout;
        var attempt = new FailedAttempt(failure.Kind, before, failure.OnlyDataMissing, Prepared: true, maySendAgain);
        var verdict = OutcomeTable.Decide(attempts.Kind, attempt);
        if (verdict.Action != NextAction.Fail && failure.Kind != AttemptFailure.NotSent && !_retries.TryTake())
            verdict = OutcomeTable.Decide(attempts.Kind, attempt with { MaySendAgain = false });
        attempts.Worst = OutcomeTable.Worst(attempts.Worst, verdict.Outcome);
        return verdict.Action;
    }

    private static CqlException FailureOf(Attempts attempts, DriverFailure failure, Exception? cause)
    {
        var coordinator = attempts.All.Count > 0 ? attempts.All[^1].HostId : null;
        if (failure.Error is { } error)
            return new CqlServerException(error, attempts.Worst, cause) { Attempts = attempts.All, Coordinator = coordinator };
        return cause is TimeoutException or OperationTimedOutException
            ? new CqlTimeoutException("No answer came in time.", attempts.Worst, CqlPhase.Sent, cause) { Attempts = attempts.All, Coordinator = coordinator }
            : new CqlConnectionException("No node could be asked, or the connection was lost.", attempts.Worst, cause) { Attempts = attempts.All, Coordinator = coordinator };
    }

    private CqlResult ResultOf(RowSet rows, Attempts attempts, CqlNode node, in CqlCall call)
    {
        attempts.AddAnswer(_clock);
        var columns = DriverTypes.ColumnsOf(rows.Columns);
        using var builder = new CqlPageBuilder(columns);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++)
                _ = WireValues.Encode(row[i], columns[i].Type) is { } bytes ? builder.Row.Raw(bytes) : builder.Row.Null();
            builder.AddRow();
        }

        var page = builder.Build();
        return new CqlResult
        {
            Page = page,
            Applied = page.Applied,
            NextPage = rows.PagingState,
            Execution = new CqlExecution
            {
                Coordinator = new CqlCoordinator(node.HostId, node.EndPoint, node.Datacenter, node.Rack),
                Attempts = attempts.All,
                Consistency = call.Consistency,
                SerialConsistency = call.SerialConsistency,
                TraceId = rows.Info.QueryTrace?.TraceId,
                Elapsed = _clock.GetElapsedTime(attempts.StartedAt),
                Retries = attempts.Sent - 1,
                Warnings = rows.Info.Warnings ?? [],
                Payload = rows.Info.IncomingPayload?.AsReadOnly(),
                IsApproximate = true,
            },
        };
    }

    private sealed record Request(CqlStatementKind Kind, string? Keyspace, long? Token, Func<Statement> Make);

    private readonly struct NodesView(CqlTopology topology, DriverTopology hosts) : INodeView
    {
        public bool IsPassable(int node) => hosts.HostOf(topology.Nodes[node]) is { IsUp: true };

        public int InFlight(int node) => 0;

        public bool IsSlow(int node) => false;
    }
}
