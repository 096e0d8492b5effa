using System.Diagnostics;

namespace EventAdmin.Cql.Diagnostics;

/// <summary>The names under which this client is observed.</summary>
public static class CqlTelemetry
{
    /// <summary>
    /// The meter. Its instruments: <c>db.client.operation.duration</c> (s), <c>cql.requests.in_flight</c>, <c>cql.requests.queued</c>,
    /// <c>cql.connections</c> by state, <c>cql.orphans</c>, <c>cql.retries</c> by reason, <c>cql.speculative</c>, <c>cql.timeouts</c> by
    /// phase, <c>cql.bytes.sent</c> and <c>cql.bytes.received</c> (By), <c>cql.prepare</c> by cause, <c>cql.lwt.not_applied</c>,
    /// <c>cql.lwt.unknown</c>, <c>cql.topology.refresh</c>.
    /// </summary>
    public const string MeterName = "EventAdmin.Cql";

    /// <summary>The source of a span per request, with an entry per attempt.</summary>
    public const string ActivitySourceName = "EventAdmin.Cql";

    internal static readonly ActivitySource Activities = new(ActivitySourceName);
}
