using EventAdmin.Cql.Sessions;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>What a store is opened with.</summary>
internal sealed record StoreSurroundings
{
    /// <summary>Where the cluster is and what the store is like.</summary>
    public required CassandraOptions Options { get; init; }

    /// <summary>How large events and appends may be.</summary>
    public required EventLimits Limits { get; init; }

    /// <summary>The clocks.</summary>
    public required StoreClocks Clocks { get; init; }

    /// <summary>Measures waiting.</summary>
    public TimeProvider Timers => Clocks.Timers;

    /// <summary>Where the store writes.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Raised after something became durable.</summary>
    public required FeedSignal Changed { get; init; }

    /// <summary>Connects a session.</summary>
    public async Task<ICqlSession> ConnectAsync(CancellationToken cancellationToken) =>
        new CqlClientSession(await CqlClient.ConnectAsync(Options.ToClient(Options.Tls?.ToClient()), Timers, Logger, cancellationToken).ConfigureAwait(false));
}
