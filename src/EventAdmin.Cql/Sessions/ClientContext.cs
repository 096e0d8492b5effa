using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Sessions;

/// <summary>What the parts of one client share.</summary>
internal sealed class ClientContext : IDisposable
{
    private const double SpeculationShare = 0.05;

    public ClientContext(CqlOptions options, TimeProvider clock, ILogger logger, Func<ClientFigures> figures)
    {
        Options = options;
        Clock = clock;
        Logger = logger;
        Connections = new ConnectionServices(clock, logger);
        Metrics = new ClientMetrics(figures);
        Retries = new RetryBudget(options.RetryShare, options.RetriesPerSecondMin, clock);
        Speculations = new RetryBudget(SpeculationShare, 0, clock);
        Timestamps = new MonotonicTimestamps(clock);
        Connector = new CqlConnector(Connections, SettingsOf(options));
    }

    public CqlOptions Options { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public ConnectionServices Connections { get; }

    public ClientMetrics Metrics { get; }

    public RetryBudget Retries { get; }

    public RetryBudget Speculations { get; }

    public MonotonicTimestamps Timestamps { get; }

    public SlowRequests Slow { get; } = new();

    /// <summary>Opens connections; version and cluster name are pinned by the first one.</summary>
    public CqlConnector Connector { get; }

    public Deadline DeadlineAfter(TimeSpan timeout) => Deadline.After(Clock, timeout);

    public Deadline DeadlineAfter(TimeSpan timeout, long now) => Deadline.After(Clock, timeout, now);

    public void Dispose()
    {
        Metrics.Dispose();
        Connections.Dispose();
    }

    private static ConnectionSettings SettingsOf(CqlOptions options) => new()
    {
        Version = options.ProtocolVersion,
        Compression = options.Compression,
        Tls = options.Tls,
        Credentials = options.Credentials,
        ConnectTimeout = options.ConnectTimeout,
        InFlightMax = options.InFlightMax,
        BytesInFlightMax = options.BytesInFlightMax,
        RequestBytesMax = options.RequestBytesMax,
        HeartbeatInterval = options.HeartbeatInterval,
        HeartbeatTimeout = options.HeartbeatTimeout,
        DedicatedIoThreads = options.DedicatedIoThreads,
    };
}
