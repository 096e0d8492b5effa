using System.Net;
using Cassandra;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>
/// The topology, read from the system tables because the driver keeps tokens and ring to itself: at the start, when the driver tells of a node, and
/// every 60 s. Thread-safe.
/// </summary>
internal sealed class DriverTopology : IAsyncDisposable
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(60);

    private readonly ICluster _cluster;
    private readonly ISession _session;
    private readonly CqlOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _refreshWanted = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public DriverTopology(ICluster cluster, ISession session, CqlOptions options, TimeProvider clock)
    {
        (_cluster, _session, _options, _clock) = (cluster, session, options, clock);
        cluster.HostAdded += _ => RefreshSoon();
        cluster.HostRemoved += _ => RefreshSoon();
        cluster.Metadata.HostsEvent += (_, _) => RefreshSoon();
    }

    public CqlTopology Current { get; private set; } = CqlTopology.Empty;

    /// <summary>Told after a newer topology is in force: that before it, and it.</summary>
    public Action<CqlTopology, CqlTopology>? Changed { get; set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        _loop = RunAsync();
    }

    /// <summary>The driver's host of a node; null when the driver does not know it.</summary>
    public Host? HostOf(CqlNode node) => _cluster.GetHost(node.EndPoint);

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var host = _cluster.AllHosts().OrderBy(one => one.Datacenter != _options.LocalDatacenter).FirstOrDefault(one => one.IsUp)
            ?? throw new CqlConnectionException("No node is up.", CqlOutcome.NotExecuted);
        var local = (await ReadAsync(host, "SELECT * FROM system.local", cancellationToken).ConfigureAwait(false)).Single();
        var peers = await ReadPeersAsync(host, cancellationToken).ConfigureAwait(false);
        var keyspaces = await ReadAsync(host, "SELECT keyspace_name, replication FROM system_schema.keyspaces", cancellationToken).ConfigureAwait(false);
        var members = peers.Select(row => RowOf(row).ToNode(dialled: null, _options.Port)).Append(RowOf(local).ToNode(host.Address, _options.Port)).OfType<TopologyNode>();
        var before = Current;
        Current = CqlTopology.Create(
            before.Version + 1,
            local.GetValue<string>("cluster_name"),
            local.GetValue<string>("partitioner"),
            members.Select(one => one with { Node = one.Node with { State = HostOf(one.Node) is { IsUp: true } ? CqlNodeState.Up : CqlNodeState.Down } }),
            keyspaces.ToDictionary(row => row.GetValue<string>(0), row => CqlReplication.Parse(row.GetValue<IDictionary<string, string>>(1))));
        Changed?.Invoke(before, Current);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void RefreshSoon() => _refreshWanted.Release();

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            using var tick = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            using var timer = _clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), tick, RefreshEvery, Timeout.InfiniteTimeSpan);
            await _refreshWanted.WaitAsync(tick.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await RefreshAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is CqlException || DriverFailure.IsOfTheDriver(exception))
            {
                // What is known stays in force; the next node's event or the next minute tries again.
            }
        }
    }

    private async Task<IReadOnlyList<Row>> ReadPeersAsync(Host host, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(host, "SELECT * FROM system.peers_v2", cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidQueryException)
        {
            // Before 4.0 there is only the older table, without ports.
            return await ReadAsync(host, "SELECT * FROM system.peers", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<Row>> ReadAsync(Host host, string text, CancellationToken cancellationToken)
    {
        var statement = new SimpleStatement(text).SetHost(host).SetConsistencyLevel(ConsistencyLevel.One);
        return [.. await Detached.Of(_session.ExecuteAsync(statement)).WaitAsync(_options.Timeout, _clock, cancellationToken).ConfigureAwait(false)];
    }

    private static PeerRow RowOf(Row row)
    {
        return new PeerRow
        {
            HostId = Get<Guid?>("host_id"),
            Datacenter = Get<string>("data_center"),
            Rack = Get<string>("rack"),
            Tokens = [.. Get<IEnumerable<string>>("tokens") ?? []],
            ReleaseVersion = Get<string>("release_version"),
            SchemaVersion = Get<Guid?>("schema_version"),
            Peer = Get<IPAddress>("peer") ?? Get<IPAddress>("broadcast_address"),
            NativeAddress = Get<IPAddress>("native_address") ?? Get<IPAddress>("rpc_address"),
            NativePort = Get<int?>("native_port"),
        };

        T? Get<T>(string column) => row.GetColumn(column) is null ? default : row.GetValue<T>(column);
    }
}
