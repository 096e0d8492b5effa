using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Storage.Cassandra.Checkpoints;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Storage.Cassandra.Snapshots;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

/// <summary>
/// The look-ups and snapshots of the Cassandra store on a real node, fed with what the reference store did: the contract is held against them
/// apart from the rest of the store.
/// </summary>
public sealed class LookupHarness : IStoreHarness
{
    private static readonly string[] TablesWritten =
    [
        "leases", "checkpoints", "views", "streams", "streams_by_category", "stream_heads", "streams_by_change", "event_lookups", "lookup_ranges",
        "snapshots", "snapshot_chunks", "snapshot_reducers",
    ];

    // Emptying tables takes a tenth of the time that making them does; the tests of the collection run one after another.
    private static CassandraOptions? _options;
    private CancellationTokenSource _stopping = new();
    private ICqlSession? _session;
    private LookedUpStorage? _storage;
    private LookupSubscription? _subscription;
    private Task _running = Task.CompletedTask;

    public FakeTimeProvider Clock { get; } = new(TestTime.Start);

    public IEventStorage Storage => _storage ?? throw new InvalidOperationException("Expected an open store; call OpenAsync first.");

    internal ReferenceHistory History { get; private set; } = null!;

    internal Buckets Buckets { get; } = new(4);

    internal LookupSubscription Subscription => _subscription!;

    internal LookupProgress Progress { get; private set; } = null!;

    internal LookupTables Tables { get; private set; } = null!;

    public async Task OpenAsync(EventLimits limits, CancellationToken cancellationToken)
    {
        var isNew = _options is null;
        _options ??= StoreCluster.Shared.NewStore();
        _session = await StoreCluster.ConnectAsync(_options, cancellationToken);
        if (isNew)
            await new SchemaMigrator(_session, _options, TimeProvider.System, NullLogger.Instance).MigrateAsync(cancellationToken);
        else
            await Task.WhenAll(TablesWritten.Select(table => StoreCluster.RunAsync(_session, $"TRUNCATE {_options.Keyspace}.{table}", cancellationToken)));
        var reference = new InMemoryEventStorage(limits, Clock);
        var store = new StoreTables(_session, _options.Keyspace, new StoreLevels(CqlConsistency.LocalSerial, CqlConsistency.LocalQuorum, "dc1"));
        History = new ReferenceHistory(reference, Buckets);
        var checkpoints = new CheckpointTable(store, TimeProvider.System);
        Tables = new LookupTables(store);
        Progress = new LookupProgress(checkpoints, History, CqlConsistency.LocalQuorum, TimeProvider.System);
        _subscription = new LookupSubscription(Tables, History, Buckets, checkpoints, Progress, TimeProvider.System, NullLogger.Instance);
        _storage = new LookedUpStorage(
            reference, History, Progress, new LookupReader(Tables, Progress, new ReferenceEvents(reference)), new CassandraSnapshots(store, new ReferenceHashes(reference)));
        Start();
    }

    /// <summary>Lets the look-ups follow.</summary>
    public void Start() => _running = _subscription!.RunAsync(_stopping.Token);

    /// <summary>Stops them, as the end of their instance would.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        _running = Task.CompletedTask;
    }

    public Task ReopenAsync(CancellationToken cancellationToken) => throw new NotSupportedException("The reference store keeps nothing to reopen.");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        if (_session is not null)
            await _session.DisposeAsync();
    }

    private sealed class ReferenceEvents(IEventStorage reference) : IEventsByPlace
    {
        public async Task<RecordedEvent?> FindAsync(StreamId stream, long version, CqlConsistency level, CancellationToken cancellationToken)
        {
            var read = new StreamRead { Stream = stream, From = StreamVersion.Of(version), CountMax = 1 };
            return (await reference.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value.Events is [{ } e, ..] ? e : null;
        }
    }

    private sealed class ReferenceHashes(IEventStorage reference) : IHistory
    {
        public async Task<HistoryHash?> FindAsync(StreamId stream, StreamVersion version, CancellationToken cancellationToken)
        {
            var read = new StreamRead { Stream = stream, From = version, CountMax = 1 };
            return (await reference.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value.Events is [{ } e, ..] ? e.History : null;
        }
    }
}
