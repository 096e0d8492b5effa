using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Checkpoints;
using EventAdmin.Storage.Cassandra.Diagnostics;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Reading;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Storage.Cassandra.Snapshots;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Opening;

/// <summary>The parts of a store that is open, and the loops that keep them at work. Thread-safe.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private const int DamagedMax = 1000;
    private const int ProbesPerClockCheck = 12;

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);

    private readonly StoreSurroundings _around;
    private readonly ICqlSession _session;
    private readonly IReadOnlyList<string> _warningsOfOpening;
    private readonly StreamParts _parts;
    private readonly ChangeWatch _watch;
    private readonly ShardOwner _owner;
    private readonly StoreInstances? _instances;
    private readonly bool _mayOwn;
    private readonly LookupSubscription _subscription;
    private readonly StoreProbe _probe;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<StreamId, QuarantinedStream> _damaged = new();
    private volatile IReadOnlyList<string> _clockWarnings = [];
    private volatile string? _problem;
    private Task _loops = Task.CompletedTask;
    private int _isStopped;

    public OpenedStore(StoreSurroundings around, ICqlSession session, StoreFacts facts, string? readOnlyReason, IReadOnlyList<string> warnings)
    {
        (_around, _session, _warningsOfOpening, ReadOnlyReason) = (around, session, warnings, readOnlyReason);
        var options = around.Options;
        var instance = Guid.CreateVersion7(around.Timers.GetUtcNow());
        Around = new ReadSurroundings(session, options.Keyspace, facts, options.LocalDatacenter, around.Clocks);
        _parts = StreamParts.Of(Around, NoteDamage);
        Streams = new StreamPages(Around, _parts);
        Feed = new FeedReader(_parts, Streams);
        Events = new EventFinder(Around, _parts);
        _watch = new ChangeWatch(Around, _parts.Shards, around.Changed);
        _probe = new StoreProbe(Around, instance);

        var buckets = new Buckets(facts.BucketSize);
        var segments = new Buckets(facts.SegmentSize);
        var parts = new OwnerParts
        {
            Session = session,
            Settings = new ShardSettings
            {
                Keyspace = options.Keyspace,
                Line = facts.Line,
                Buckets = buckets,
                Segments = segments,
                SerialLevel = facts.SerialLevel,
                CommitLevel = facts.CommitLevel,
                Datacenter = facts.HomeDatacenter,
                Instance = instance,
                Address = options.InstanceAddress?.ToString(),
            },
            Clock = around.Clocks.Recorded,
            Timers = around.Timers,
            Logger = around.Logger,
            OnIndexed = NoteIndexed,
        };
        _mayOwn = readOnlyReason is null && (facts.HomeDatacenter is null || facts.HomeDatacenter == options.LocalDatacenter);
        _owner = new ShardOwner(parts);
        _instances = StoreInstances.Find(around, $"{options.Keyspace}/{facts.Line}", _owner, _watch.Hear);
        Appender = new ShardAppender(parts, _owner, _instances?.Owner ?? _owner, around.Limits);

        var store = new StoreTables(session, options.Keyspace, new StoreLevels(facts.SerialLevel, facts.CommitLevel, facts.HomeDatacenter));
        var checkpoints = new CheckpointTable(store, around.Timers);
        var history = new LogHistory(store, new LogPlace(facts.Line, 0, segments), around.Changed, around.Timers);
        var tables = new LookupTables(store);
        Progress = new LookupProgress(checkpoints, history, facts.CommitLevel, around.Timers);
        Lookups = new LookupReader(tables, Progress, new EventsByPlace(Around, _parts.Assembly));
        _subscription = new LookupSubscription(tables, history, buckets, checkpoints, Progress, around.Timers, around.Logger);
        Snapshots = new CassandraSnapshots(store, new EventHistory(store, buckets));
    }

    /// <summary>What reads need.</summary>
    public ReadSurroundings Around { get; }

    /// <summary>Pages and heads of streams.</summary>
    public StreamPages Streams { get; }

    /// <summary>The feed.</summary>
    public FeedReader Feed { get; }

    /// <summary>Events by id.</summary>
    public EventFinder Events { get; }

    /// <summary>Appends and deletions.</summary>
    public ShardAppender Appender { get; }

    /// <summary>Lists and look-ups.</summary>
    public LookupReader Lookups { get; }

    /// <summary>How far lists and look-ups are.</summary>
    public LookupProgress Progress { get; }

    /// <summary>Snapshots.</summary>
    public CassandraSnapshots Snapshots { get; }

    /// <summary>Why nothing may be written; null when it may.</summary>
    public string? ReadOnlyReason { get; }

    /// <summary>A task that ends when this instance begins or stops to own the shard.</summary>
    public Task OwnerMoved => _owner.Moved;

    /// <summary>True while this instance takes appends.</summary>
    public bool IsOwner => _owner.IsServing;

    /// <summary>What the store says of itself.</summary>
    public StorageHealth Health => new()
    {
        DegradedReason = ReadOnlyReason ?? _problem ?? _owner.DegradedReason,
        Warnings = [.. _warningsOfOpening, .. _clockWarnings, .. LookupWarnings()],
        Quarantined = [.. _damaged.Values],
    };

    /// <summary>Appends, unless the store is only read or a stream was found damaged.</summary>
    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        if (ReadOnlyReason is { } reason)
            return new AppendOutcome.Refused(RefusalReason.Degraded, reason);
        foreach (var stream in request.Streams)
        {
            if (_damaged.TryGetValue(stream.Stream, out var found))
                return new AppendOutcome.Refused(RefusalReason.Degraded, found.NoAppends);
        }

        return await Appender.AppendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins to work.</summary>
    /// <returns>A task that ends when the tables are no longer those that were opened, so that the store must be opened anew.</returns>
    public Task Start()
    {
        var loops = new List<Task> { Task.Run(() => _watch.RunAsync(_stopping.Token)) };
        if (ReadOnlyReason is null)
            loops.Add(Task.Run(() => _subscription.RunAsync(_stopping.Token)));
        if (_instances is { } instances)
            loops.Add(Task.Run(() => instances.RunAsync(_stopping.Token)));
        if (_mayOwn)
            _owner.Start();
        var probing = Task.Run(ProbeAsync);
        loops.Add(probing);
        _loops = Task.WhenAll(loops);
        return probing;
    }

    /// <summary>Takes no more appends, finishes those that were taken, and gives the shard to the next owner. Reads go on.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
            return;
        await Appender.DisposeAsync().ConfigureAwait(false);
        await _owner.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Serves another instance until it closes; at once over where this instance is alone.</summary>
    public Task ServeInstanceAsync(Stream input, Stream output, CancellationToken cancellationToken) =>
        _instances?.ServeAsync(input, output, cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(false);
        if (_instances is not null)
            await _instances.DisposeAsync().ConfigureAwait(false);
        if (ReadOnlyReason is null && _problem is null)
            await _probe.RemoveAsync(CancellationToken.None).ConfigureAwait(false);
        await _owner.DisposeAsync().ConfigureAwait(false);
        _parts.Deleted.Dispose();
        await _session.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _around.Logger.StoreClosed(_around.Options.Keyspace);
    }

    private IEnumerable<string> LookupWarnings() =>
        _subscription.Problem is { } problem ? [$"Lists and look-ups stand still: {problem}"] : [];

    private void NoteIndexed()
    {
        if (_owner.Row is not { } row)
            return;
        _watch.Note(row);
        _instances?.Tell(row.Committed);
    }

    private void NoteDamage(EventDamagedException damage)
    {
        if (_damaged.Count >= DamagedMax)
            return;
        if (_damaged.TryAdd(damage.Stream, new QuarantinedStream(damage.Stream, damage.Version, damage.Damage, _around.Timers.GetUtcNow())))
            _around.Logger.EventDamaged(damage, damage.Stream.Value, damage.Version.Value);
    }

    private async Task ProbeAsync()
    {
        var clocks = new ClockCheck(_session, _around.Timers, _around.Options.ClockLimit);
        for (var i = 1; ; i++)
        {
            try
            {
                await Task.Delay(ProbeEvery, _around.Timers, _stopping.Token).ConfigureAwait(false);
                if (ReadOnlyReason is null && await ProbeOnceAsync().ConfigureAwait(false) is StoreUnusableException)
                    return;
                if (i % ProbesPerClockCheck == 0)
                    _clockWarnings = await clocks.CheckAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<EventStorageException?> ProbeOnceAsync()
    {
        var problem = await _probe.TryAsync(_stopping.Token).ConfigureAwait(false);
        if (problem is not null && problem.Message != _problem)
            _around.Logger.ProbeFailed(problem.Message);
        else if (problem is null && _problem is not null)
            _around.Logger.ProbeRecovered();
        _problem = problem?.Message;
        return problem;
    }
}
