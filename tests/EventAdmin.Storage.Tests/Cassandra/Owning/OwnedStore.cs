using System.Collections.Concurrent;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra.Owning;

/// <summary>A store on a real node, and the instances on it: each with a session of its own, as in a process of its own.</summary>
internal sealed class OwnedStore(CassandraOptions options, StoreFacts facts) : IAsyncDisposable
{
    private readonly ConcurrentStack<OwnedInstance> _instances = new();

    public static async Task<OwnedStore> CreateAsync(StoreCluster cluster, CancellationToken cancellationToken)
    {
        var options = cluster.NewStore();
        (options.BucketSize, options.SegmentSize) = (256, 256);
        await using var session = await StoreCluster.ConnectAsync(options, cancellationToken);
        var facts = await new SchemaMigrator(session, options, TimeProvider.System, NullLogger.Instance).MigrateAsync(cancellationToken);
        return new OwnedStore(options, facts);
    }

    /// <summary>One more instance, which begins to wait for the shard.</summary>
    /// <param name="beatStillAfter">How long it watches an owner that stands still.</param>
    public async Task<OwnedInstance> StartAsync(TimeSpan beatStillAfter, CancellationToken cancellationToken)
    {
        var instance = new OwnedInstance(await StoreCluster.ConnectAsync(options, cancellationToken), new ShardSettings
        {
            Keyspace = options.Keyspace,
            Line = facts.Line,
            Buckets = new Buckets(options.BucketSize),
            Segments = new Buckets(options.SegmentSize),
            SerialLevel = facts.SerialLevel,
            CommitLevel = facts.CommitLevel,
            Instance = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            BeatStillAfter = beatStillAfter,
        });
        _instances.Push(instance);
        instance.Owner.Start();
        return instance;
    }

    /// <summary>Every committed event, in order, from the log alone.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadLogAsync(CancellationToken cancellationToken)
    {
        await using var session = await StoreCluster.ConnectAsync(options, cancellationToken);
        var settings = _instances.First().Settings;
        var store = new ShardStore(session, settings);
        var shard = await store.ReadShardAsync(cancellationToken) ?? throw new InvalidOperationException("Expected a shard.");
        var log = new LogReader(new ShardSteps(store, settings, TimeProvider.System), settings);
        var events = new List<StoredEvent>();
        for (long next = 1; next <= shard.Committed; next = events[^1].Seq + 1)
            events.AddRange((await log.ReadFromAsync(next, shard, cancellationToken)).Frame.Events);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await using var session = await StoreCluster.ConnectAsync(options, CancellationToken.None);
        await StoreCluster.RunAsync(session, $"DROP KEYSPACE IF EXISTS {options.Keyspace}", CancellationToken.None);
    }
}

/// <summary>One instance.</summary>
internal sealed class OwnedInstance : IAsyncDisposable
{
    private readonly ICqlSession _session;

    public OwnedInstance(ICqlSession session, ShardSettings settings)
    {
        (_session, Settings) = (session, settings);
        var parts = new OwnerParts { Session = session, Settings = settings, Clock = TimeProvider.System, Timers = TimeProvider.System, Logger = NullLogger.Instance };
        Owner = new ShardOwner(parts);
        Appender = new ShardAppender(parts, Owner, new EventLimits());
    }

    public ShardSettings Settings { get; }

    public ShardOwner Owner { get; }

    public ShardAppender Appender { get; }

    /// <summary>Waits until it takes appends.</summary>
    public async Task ServesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var moved = Owner.Moved;
            if (Owner.IsServing)
                return;
            await moved.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Appender.DisposeAsync();
        await Owner.DisposeAsync();
        await _session.DisposeAsync();
    }
}
