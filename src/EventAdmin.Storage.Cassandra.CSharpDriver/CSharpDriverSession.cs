using System.Collections.Concurrent;
using System.Threading.Channels;
using Cassandra;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>The session on the official driver. The rules of sending, and of what an error means, are those of <c>EventAdmin.Cql</c>. Thread-safe.</summary>
public sealed partial class CSharpDriverSession : ICqlSession
{
    private const int ChangesKeptMax = 1024;
    private static readonly TimeSpan AgreementEvery = TimeSpan.FromMilliseconds(200);

    private readonly ICluster _cluster;
    private readonly ISession _session;
    private readonly CqlOptions _options;
    private readonly TimeProvider _clock;
    private readonly DriverTopology _topology;
    private readonly RetryBudget _retries;
    private readonly MonotonicTimestamps _timestamps;
    private readonly ConcurrentDictionary<(string Text, CqlStatementKind Kind), DriverStatement> _statements = new();
    private readonly ConcurrentDictionary<Channel<CqlTopologyChange>, bool> _watchers = new();
    private uint _turn;

    private CSharpDriverSession(ICluster cluster, ISession session, CqlOptions options, TimeProvider clock)
    {
        (_cluster, _session, _options, _clock) = (cluster, session, options, clock);
        _topology = new DriverTopology(cluster, session, options, clock) { Changed = Tell };
        _retries = new RetryBudget(options.RetryShare, options.RetriesPerSecondMin, clock);
        _timestamps = new MonotonicTimestamps(clock);
    }

    /// <inheritdoc />
    public CqlCapabilities Capabilities => CqlCapabilities.None;

    /// <inheritdoc />
    public CqlTopology Topology => _topology.Current;

    /// <summary>Connects the driver and reads the topology.</summary>
    /// <param name="options">How the cluster is reached.</param>
    /// <param name="clock">The clock of deadlines, pauses and timestamps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CqlException">No node could be connected to.</exception>
    public static async Task<CSharpDriverSession> ConnectAsync(CqlOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        var authentication = await CallbackAuthentication.CreateAsync(options.Credentials, cancellationToken).ConfigureAwait(false);
        CSharpDriverSession? made = null;
        var cluster = DriverSettings.Build(options, await DriverSettings.ResolveAsync(options, cancellationToken).ConfigureAwait(false), authentication);
        try
        {
            made = new CSharpDriverSession(cluster, await Detached.Of(cluster.ConnectAsync()).WaitAsync(cancellationToken).ConfigureAwait(false), options, clock);
            await made._topology.StartAsync(cancellationToken).ConfigureAwait(false);
            return made;
        }
        catch (Exception exception)
        {
            await cluster.ShutdownAsync().ConfigureAwait(false);
            if (DriverFailure.IsOfTheDriver(exception))
                throw new CqlConnectionException("The cluster cannot be connected to.", CqlOutcome.NotExecuted, exception);
            throw;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<CqlTopologyChange> WatchTopologyAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Full: the oldest change goes; the topology itself is always the newest.
        var channel = Channel.CreateBounded<CqlTopologyChange>(new BoundedChannelOptions(ChangesKeptMax) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers.TryAdd(channel, true);
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }

    /// <inheritdoc />
    public async ValueTask<ICqlStatement> PrepareAsync(string cql, CqlStatementKind kind, CancellationToken cancellationToken)
    {
        // Two callers at once may prepare it twice, which is the same; one that fails leaves nothing behind.
        if (_statements.TryGetValue((cql, kind), out var known))
            return known;
        try
        {
            var prepared = await Detached.Of(_session.PrepareAsync(cql)).WaitAsync(_options.Timeout, _clock, cancellationToken).ConfigureAwait(false);
            return _statements[(cql, kind)] = new DriverStatement(cql, kind, prepared);
        }
        catch (Exception exception) when (exception is TimeoutException || DriverFailure.IsOfTheDriver(exception))
        {
            throw FailureOf(new Attempts(CqlStatementKind.Read), DriverFailure.Of(exception), exception);
        }
    }

    /// <inheritdoc />
    public ValueTask<CqlResult> ExecuteAsync(ICqlStatement statement, CqlValues values, CqlCall call, CancellationToken cancellationToken)
    {
        var own = (DriverStatement)statement;
        CallCheck.Run(own.Kind, call);
        values.CheckComplete(own.BindColumns);
        long? token = values.TryGetToken(own.KeyMarkers, out var found) ? found : null;
        return RunAsync(new Request(own.Kind, own.Keyspace, token, () => own.Bind(values)), call, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<CqlResult> ExecuteBatchAsync(CqlBatch batch, CqlCall call, CancellationToken cancellationToken)
    {
        CallCheck.Run(batch.Kind, call);
        var token = BatchCheck.Run(batch);
        return RunAsync(new Request(batch.Kind, batch.Entries[0].Statement.Keyspace, token, Bind), call, cancellationToken);

        Statement Bind() => batch.Entries.Aggregate(
            new BatchStatement().SetBatchType(BatchType.Unlogged), (all, entry) => all.Add(((DriverStatement)entry.Statement).Bind(entry.Values)));
    }

    /// <inheritdoc />
    public ValueTask<CqlResult> ExecuteSimpleAsync(string cql, CqlCall call, CancellationToken cancellationToken)
    {
        CallCheck.Run(CqlStatementKind.Write, call);
        return RunAsync(new Request(CqlStatementKind.Write, null, null, () => new SimpleStatement(cql)), call, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<bool> WaitForSchemaAgreementAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while (!await Detached.Of(_cluster.Metadata.CheckSchemaAgreementAsync()).WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_clock.GetElapsedTime(started) >= atMost)
                return false;
            await Task.Delay(AgreementEvery, _clock, cancellationToken).ConfigureAwait(false);
        }

        await _topology.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc />
    public CqlPlacement Locate(string keyspace, ReadOnlySpan<byte> routingKey) => Topology.Locate(keyspace, Murmur3.Token(routingKey));

    /// <inheritdoc />
    public async ValueTask<CqlTrace?> GetTraceAsync(Guid traceId, Guid coordinator, CancellationToken cancellationToken) =>
        await new Tracing(PrepareAsync, ExecuteAsync, _clock).ReadAsync(traceId, coordinator, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public CqlSessionState GetState()
    {
        var state = _session.GetState();
        return new CqlSessionState
        {
            ProtocolVersion = CqlProtocolVersion.V4,
            TopologyVersion = Topology.Version,
            PreparedStatements = _statements.Count,
            Nodes = [.. Topology.Nodes.Select(node => _topology.HostOf(node) is { } host
                ? new CqlNodeStatus { Node = node, Connections = state.GetOpenConnections(host), InFlight = state.GetInFlightQueries(host) }
                : new CqlNodeStatus { Node = node })],
        };
    }

    /// <summary>Waits for the answers to what was sent, at most as long as the options allow, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _topology.DisposeAsync().ConfigureAwait(false);
        var started = _clock.GetTimestamp();
        while (GetState().Nodes.Any(node => node.InFlight > 0) && _clock.GetElapsedTime(started) < _options.DrainTimeout)
            await Task.Delay(TimeSpan.FromMilliseconds(10), _clock).ConfigureAwait(false);
        await _cluster.ShutdownAsync().ConfigureAwait(false);
        foreach (var watcher in _watchers.Keys)
            watcher.Writer.TryComplete();
    }

    private void Tell(CqlTopology before, CqlTopology after)
    {
        var changes = after.Nodes.Where(node => before.FindNode(node.HostId) is null).Select(node => (CqlTopologyChangeKind.Added, node))
            .Concat(before.Nodes.Where(node => after.FindNode(node.HostId) is null).Select(node => (CqlTopologyChangeKind.Removed, node)))
            .Concat(after.Nodes.Where(node => before.FindNode(node.HostId) is { } old && old.State != node.State)
                .Select(node => (node.State == CqlNodeState.Up ? CqlTopologyChangeKind.Up : CqlTopologyChangeKind.Down, node)));
        foreach (var (kind, node) in changes)
        {
            foreach (var watcher in _watchers.Keys)
                watcher.Writer.TryWrite(new CqlTopologyChange { Kind = kind, TopologyVersion = after.Version, Node = node });
        }
    }
}
