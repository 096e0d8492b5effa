using System.Net;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Sessions;

/// <summary>Reads traces, which the server writes a little later than it answers.</summary>
internal sealed class Tracing(
    Func<string, CqlStatementKind, CancellationToken, ValueTask<ICqlStatement>> prepare,
    Func<ICqlStatement, CqlValues, CqlCall, CancellationToken, ValueTask<CqlResult>> execute,
    TimeProvider clock)
{
    private const int TriesMax = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private const string SessionQuery =
        "SELECT client, coordinator, duration, parameters, request, started_at FROM system_traces.sessions WHERE session_id = ?";

    private const string StepsQuery =
        "SELECT activity, source, source_elapsed, thread FROM system_traces.events WHERE session_id = ?";

    /// <summary>The trace as far as it is written after ten tries; null when nothing is.</summary>
    public async Task<CqlTrace?> ReadAsync(Guid traceId, Guid coordinator, CancellationToken cancellationToken)
    {
        var session = await prepare(SessionQuery, CqlStatementKind.Read, cancellationToken).ConfigureAwait(false);
        var steps = await prepare(StepsQuery, CqlStatementKind.Read, cancellationToken).ConfigureAwait(false);
        var call = new CqlCall { Consistency = CqlConsistency.One, PinnedNode = coordinator, Label = "trace", PageSize = 5000 };
        using var values = new CqlValues(session.BindColumns).Guid(traceId);
        CqlTrace? found = null;
        for (var tries = 1; found?.Duration is null && tries <= TriesMax; tries++)
        {
            if (tries > 1)
                await Task.Delay(Between, clock, cancellationToken).ConfigureAwait(false);
            using var answer = await execute(session, values, call, cancellationToken).ConfigureAwait(false);
            if (answer.Page.TryFirst(row => Read(traceId, row), out var trace))
                found = trace;
        }

        if (found is null)
            return null;
        using var lines = await execute(steps, values, call, cancellationToken).ConfigureAwait(false);
        return found with { Steps = lines.Page.ToList(ReadStep) };
    }

    private static CqlTrace Read(Guid traceId, CqlRow row)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!row.IsNull(3))
        {
            foreach (var parameter in row.GetPairs(3))
                parameters[parameter.Key.AsText()] = parameter.Value.AsText();
        }

        return new CqlTrace
        {
            Id = traceId,
            Client = AddressIn(row, 0),
            Coordinator = AddressIn(row, 1),
            Duration = MicrosIn(row, 2),
            Parameters = parameters,
            Request = row.GetTextOrNull(4) ?? "",
            StartedAt = row.IsNull(5) ? null : row.GetTimestamp(5),
        };
    }

    private static CqlTraceStep ReadStep(CqlRow row)
        => new(row.GetTextOrNull(0) ?? "", AddressIn(row, 1), MicrosIn(row, 2), row.GetTextOrNull(3) ?? "");

    private static IPAddress? AddressIn(CqlRow row, int column) => row.IsNull(column) ? null : row.GetAddress(column);

    private static TimeSpan? MicrosIn(CqlRow row, int column)
        => row.IsNull(column) ? null : TimeSpan.FromMicroseconds(row.GetInt32(column));
}
