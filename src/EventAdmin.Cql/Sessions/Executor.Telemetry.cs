using System.Diagnostics;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class Executor
{
    private static Activity? StartActivity(string name, string? keyspace, string? text, CqlStatementKind kind, in CqlCall call)
    {
        if (!CqlTelemetry.Activities.HasListeners() || CqlTelemetry.Activities.StartActivity(name, ActivityKind.Client) is not { } activity)
            return null;
        if (!activity.IsAllDataRequested)
            return activity;
        activity.SetTag("db.system.name", "cassandra");
        activity.SetTag("db.operation.name", name);
        activity.SetTag("db.namespace", keyspace);
        activity.SetTag("db.query.text", text);
        activity.SetTag("cassandra.consistency.level", call.Consistency.ToName());
        activity.SetTag("cassandra.page.size", call.PageSize);
        activity.SetTag("cassandra.query.idempotent", kind is CqlStatementKind.Read or CqlStatementKind.IdempotentWrite);
        activity.SetTag("cql.label", call.Label);
        return activity;
    }

    private void EndAnswered(ref RequestRun run, NodePool pool, string name, string? keyspace, string? text)
    {
        var elapsed = context.Clock.GetElapsedTime(run.StartedAt, run.JudgedAt);
        if (context.Metrics.IsDurationWanted)
            context.Metrics.Duration(elapsed, new DurationTags(name, run.Call.Label, keyspace, pool.ServerAddress, null));
        if (elapsed >= context.Options.SlowRequest)
            Keep(ref run, elapsed, text, null, run.Attempts ?? [AttemptOf(ref run, pool, CqlPhase.Answered, null, null)]);
        if (run.Activity is { } activity)
            EndActivity(activity, ref run, pool.Coordinator, null);
    }

    private void EndFailed(ref RequestRun run, string name, string? keyspace, string? text, Exception exception)
    {
        var elapsed = context.Clock.GetElapsedTime(run.StartedAt);
        var failed = exception as CqlException;
        var isCancelled = exception is OperationCanceledException;
        if (failed?.Outcome == CqlOutcome.Unknown && run.Kind == CqlStatementKind.Conditional)
            context.Metrics.ConditionUnknown();
        if (context.Metrics.IsDurationWanted)
            context.Metrics.Duration(elapsed, new DurationTags(name, run.Call.Label, keyspace, "", ErrorOf(exception)));
        if (!isCancelled)
            Keep(ref run, elapsed, text, exception, run.Attempts ?? []);
        if (run.Activity is { } activity)
            EndActivity(activity, ref run, null, exception);
    }

    private void Keep(ref RequestRun run, TimeSpan elapsed, string? text, Exception? exception, IReadOnlyList<CqlAttempt> attempts)
        => context.Slow.Add(new CqlSlowRequest
        {
            At = context.Clock.GetUtcNow(),
            Label = run.Call.Label,
            Kind = run.Kind.ToString(),
            Text = text,
            Elapsed = elapsed,
            Outcome = (exception as CqlException)?.Outcome.ToString(),
            Error = exception is null ? null : ErrorOf(exception),
            Attempts = [.. attempts.Select(static one => new CqlSlowAttempt(one.Address?.ToString() ?? "", one.Elapsed, one.Phase.ToString(), NameOf(one)))],
        });

    private static void EndActivity(Activity activity, ref RequestRun run, CqlCoordinator? coordinator, Exception? exception)
    {
        if (activity.IsAllDataRequested)
        {
            if (coordinator is not null)
            {
                activity.SetTag("cassandra.coordinator.id", coordinator.HostId.ToString());
                activity.SetTag("cassandra.coordinator.dc", coordinator.Datacenter);
                activity.SetTag("server.address", coordinator.Address.Address.ToString());
                activity.SetTag("server.port", coordinator.Address.Port);
            }

            activity.SetTag("cassandra.speculative_execution.count", run.Group?.Speculative ?? 0);
            foreach (var attempt in AttemptsOf(ref run))
                activity.AddEvent(new ActivityEvent("attempt", default, TagsOf(attempt)));
            if (exception is not null)
            {
                activity.SetTag("error.type", ErrorOf(exception));
                activity.SetStatus(ActivityStatusCode.Error);
            }
        }

        activity.Dispose();
    }

    private static ActivityTagsCollection TagsOf(CqlAttempt attempt) => new()
    {
        ["server.address"] = attempt.Address?.ToString(),
        ["cql.elapsed_ms"] = attempt.Elapsed.TotalMilliseconds,
        ["cql.phase"] = attempt.Phase.ToString(),
        ["error.type"] = NameOf(attempt),
        ["cql.speculative"] = attempt.IsSpeculative,
    };

    // Names only: the server's words may quote values.
    private static string? NameOf(CqlAttempt attempt)
        => attempt.Code is { } code ? code.ToString() : attempt.Error is null ? null : attempt.Phase == CqlPhase.Queued ? "NotSent" : "Lost";

    private static string ErrorOf(Exception exception)
        => exception is CqlServerException server ? server.Error.Code.ToString() : exception.GetType().Name;
}
