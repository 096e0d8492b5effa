using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EventAdmin.Cql.Diagnostics;

/// <summary>What one client is doing now, for the gauges.</summary>
internal readonly record struct ClientFigures(int InFlight, int Queued, int Open, int Retired, int Orphans);

/// <summary>What distinguishes the durations of requests.</summary>
internal readonly record struct DurationTags(string Operation, string Label, string? Namespace, string Server, string? Error);

/// <summary>
/// The instruments of one client. Nothing is computed while nobody listens, and lists of tags are made once per combination.
/// </summary>
internal sealed class ClientMetrics : IDisposable
{
    private const int CombinationsMax = 4096;

    private readonly Meter _meter = new(CqlTelemetry.MeterName);
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _speculative;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _prepare;
    private readonly Counter<long> _notApplied;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _refreshes;
    private readonly ConcurrentDictionary<DurationTags, KeyValuePair<string, object?>[]> _tags = new();

    public ClientMetrics(Func<ClientFigures> figures)
    {
        _duration = _meter.CreateHistogram<double>("db.client.operation.duration", "s", "From the call to its answer or error.");
        _retries = _meter.CreateCounter<long>("cql.retries", "{attempt}", "Requests that were sent again.");
        _speculative = _meter.CreateCounter<long>("cql.speculative", "{attempt}", "Second nodes that were asked beside slow ones.");
        _timeouts = _meter.CreateCounter<long>("cql.timeouts", "{request}", "Attempts without an answer in time.");
        _prepare = _meter.CreateCounter<long>("cql.prepare", "{statement}", "Preparations sent.");
        _notApplied = _meter.CreateCounter<long>("cql.lwt.not_applied", "{request}", "Conditional requests whose condition did not hold.");
        _unknown = _meter.CreateCounter<long>("cql.lwt.unknown", "{request}", "Conditional requests whose outcome is not known.");
        _refreshes = _meter.CreateCounter<long>("cql.topology.refresh", "{refresh}", "Readings of the whole topology.");
        _meter.CreateObservableUpDownCounter("cql.requests.in_flight", () => figures().InFlight, "{request}", "Requests sent and not answered.");
        _meter.CreateObservableUpDownCounter("cql.requests.queued", () => figures().Queued, "{request}", "Requests waiting for a connection.");
        _meter.CreateObservableUpDownCounter("cql.orphans", () => figures().Orphans, "{request}", "Request ids whose caller has gone.");
        _meter.CreateObservableUpDownCounter("cql.connections", () => ByState(figures()), "{connection}", "Connections to nodes.");
    }

    public bool IsDurationWanted => _duration.Enabled;

    public void Duration(TimeSpan elapsed, in DurationTags tags) => _duration.Record(elapsed.TotalSeconds, TagsOf(tags));

    public void Retried(string reason) => _retries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Speculated() => _speculative.Add(1);

    public void TimedOut(string phase) => _timeouts.Add(1, new KeyValuePair<string, object?>("phase", phase));

    public void Prepared(string cause) => _prepare.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void ConditionNotMet() => _notApplied.Add(1);

    public void ConditionUnknown() => _unknown.Add(1);

    public void TopologyRefreshed() => _refreshes.Add(1);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> ByState(ClientFigures figures) =>
    [
        new(figures.Open, new KeyValuePair<string, object?>("state", "open")),
        new(figures.Retired, new KeyValuePair<string, object?>("state", "retired")),
    ];

    private KeyValuePair<string, object?>[] TagsOf(in DurationTags tags)
    {
        if (_tags.TryGetValue(tags, out var known))
            return known;
        var made = Make(tags);
        // Labels come from callers: whoever makes up new ones without end must not fill the memory.
        if (_tags.Count < CombinationsMax)
            _tags.TryAdd(tags, made);
        return made;
    }

    private static KeyValuePair<string, object?>[] Make(in DurationTags tags)
    {
        var list = new List<KeyValuePair<string, object?>>
        {
            new("db.system.name", "cassandra"),
            new("db.operation.name", tags.Operation),
            new("cql.label", tags.Label),
            new("server.address", tags.Server),
        };
        if (tags.Namespace is not null)
            list.Add(new KeyValuePair<string, object?>("db.namespace", tags.Namespace));
        if (tags.Error is not null)
            list.Add(new KeyValuePair<string, object?>("error.type", tags.Error));
        return [.. list];
    }
}
