using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// A client of one Cassandra cluster. Thread-safe; make one and keep it. Every request names its own level, deadline and datacenter;
/// every failure is a <see cref="CqlException"/> that says what the request may have done.
/// </summary>
/// <remarks>
/// Cancelling a request ends the waiting: a read, and a write that was not sent, throw <see cref="OperationCanceledException"/> and have no
/// effect; a write that was sent ends as a <see cref="CqlException"/> of outcome <see cref="CqlOutcome.Unknown"/>.
/// </remarks>
public sealed partial class CqlClient : IAsyncDisposable
{
    private readonly ClientContext _context;
    private readonly Cluster _cluster;
    private readonly Executor _executor;
    private readonly PreparedCache _prepared;
    private readonly ControlConnection _control;
    private int _isDisposed;

    private CqlClient(CqlOptions options, TimeProvider clock, ILogger logger)
    {
        _context = new ClientContext(options, clock, logger, CountFigures);
        _cluster = new Cluster(_context);
        _executor = new Executor(_context, _cluster);
        _prepared = new PreparedCache(_context, _cluster, _executor);
        _control = new ControlConnection(_context, _cluster);
    }

    /// <summary>The cluster as it is known now.</summary>
    public CqlTopology Topology => _cluster.View.Topology;

    /// <summary>The last 256 requests that were slow or failed, the newest first.</summary>
    public IReadOnlyList<CqlSlowRequest> SlowRequests => _context.Slow.Snapshot();

    /// <summary>Connects: reads the topology and opens the connections to the nodes of the own datacenter.</summary>
    /// <param name="options">How the cluster is reached.</param>
    /// <param name="clock">The clock of deadlines, pauses and timestamps.</param>
    /// <param name="logger">Where the client writes.</param>
    /// <param name="cancellationToken">Gives up; what was opened is closed.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the message names everything that is wrong.</exception>
    /// <exception cref="CqlException">No contact point, or no node of the own datacenter, could be connected to.</exception>
    public static async Task<CqlClient> ConnectAsync(CqlOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.ThrowIfInvalid();
        var client = new CqlClient(options, clock, logger);
        try
        {
            await client._control.StartAsync(cancellationToken).ConfigureAwait(false);
            await client.WaitForLocalPoolAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Changes of nodes and schema from now on; ends when the client is disposed. A watcher that is very late misses the oldest.</summary>
    /// <param name="cancellationToken">Ends the watching.</param>
    public IAsyncEnumerable<CqlTopologyChange> WatchTopologyAsync(CancellationToken cancellationToken) => _cluster.WatchAsync(cancellationToken);

    /// <summary>Prepares a statement; the same text and kind are prepared once.</summary>
    /// <param name="cql">The statement, with fully qualified names.</param>
    /// <param name="kind">What it does. Nobody can tell from the text: a statement of a wrong kind is sent to wrong nodes, or sent twice.</param>
    /// <param name="cancellationToken">Ends this caller's waiting; the preparation goes on for others.</param>
    public async ValueTask<ICqlStatement> PrepareAsync(string cql, CqlStatementKind kind, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(cql);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return await _prepared.PrepareAsync(cql, kind, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until all nodes that are up have one version of the schema.</summary>
    /// <param name="atMost">How long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False when the time was up before.</returns>
    public async ValueTask<bool> WaitForSchemaAgreementAsync(TimeSpan atMost, CancellationToken cancellationToken)
        => await _control.WaitForSchemaAgreementAsync(atMost, cancellationToken).ConfigureAwait(false);

    /// <summary>Where a partition lives.</summary>
    /// <param name="keyspace">The keyspace.</param>
    /// <param name="routingKey">The partition key as the protocol writes it: one component as it is, several as [length][bytes][00] each.</param>
    public CqlPlacement Locate(string keyspace, ReadOnlySpan<byte> routingKey) => Topology.Locate(keyspace, Murmur3.Token(routingKey));

    /// <summary>What the server recorded about a request that was traced; null when it has not written anything after two seconds.</summary>
    /// <param name="traceId">From <see cref="CqlExecution.TraceId"/>.</param>
    /// <param name="coordinator">The node that coordinated it, by host id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<CqlTrace?> GetTraceAsync(Guid traceId, Guid coordinator, CancellationToken cancellationToken)
        => await new Tracing(PrepareAsync, ExecuteAsync, _context.Clock).ReadAsync(traceId, coordinator, cancellationToken).ConfigureAwait(false);

    /// <summary>How the client stands with every node.</summary>
    public CqlSessionState GetState()
    {
        var view = _cluster.View;
        return new CqlSessionState
        {
            ProtocolVersion = _context.Connector.Version,
            ControlConnection = _control.EndPoint,
            TopologyVersion = view.Topology.Version,
            PreparedStatements = _prepared.Count,
            Nodes = [.. view.Pools.Zip(view.Topology.Nodes, static (pool, node) => pool.GetStatus(node))],
        };
    }

    /// <summary>Takes no new requests, waits for the answers to those sent, and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _control.DisposeAsync().ConfigureAwait(false);
        await _prepared.DisposeAsync().ConfigureAwait(false);
        await _cluster.DisposeAsync().ConfigureAwait(false);
        _context.Dispose();
    }

    private async Task WaitForLocalPoolAsync(CancellationToken cancellationToken)
    {
        var datacenter = _context.Options.LocalDatacenter;
        var pools = _cluster.View.Pools.Where(one => one.Node.Datacenter == datacenter).ToList();
        if (pools.Count == 0)
            throw new CqlConnectionException($"No node is in LocalDatacenter '{datacenter}'; the cluster has {string.Join(", ", Topology.Datacenters)}.", CqlOutcome.NotExecuted);
        var tries = pools.ConvertAll(static one => one.TriedOnceAsync());
        while (tries.Count > 0)
        {
            var ended = await Task.WhenAny(tries).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (pools.Exists(static one => one.Pick() is not null))
                return;
            tries.Remove(ended);
        }

        var problems = string.Join("; ", pools.Select(static one => $"{one.Node.EndPoint}: {one.LastError}"));
        throw new CqlConnectionException($"No node of datacenter '{datacenter}' can be connected to: {problems}", CqlOutcome.NotExecuted);
    }

    private ClientFigures CountFigures()
    {
        var figures = default(ClientFigures);
        foreach (var pool in _cluster.View.Pools)
        {
            var connections = pool.Connections;
            var open = 0;
            foreach (var connection in connections)
                open += connection.State == ConnectionState.Open ? 1 : 0;
            figures = new ClientFigures(
                figures.InFlight + pool.InFlight,
                figures.Queued + pool.Queue.Count + pool.AdmissionQueue.Count,
                figures.Open + open,
                figures.Retired + connections.Length - open,
                figures.Orphans + pool.Orphans);
        }

        return figures;
    }
}
