using EventAdmin.Cql.Sessions;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Owning;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.Cassandra;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Benchmarks.Clusters;

/// <summary>A store's tables on a cluster with the owner of its shard, as the store has it, and a session beside it for bare statements.</summary>
internal sealed class OwnedShard : IAsyncDisposable
{
    private readonly ShardOwner _owner;
    private readonly ShardAppender _appender;

    private OwnedShard(ICqlSession session, CassandraOptions options, StoreFacts facts)
    {
        Session = session;
        var settings = new ShardSettings
        {
            Keyspace = options.Keyspace,
            Line = facts.Line,
            Buckets = new Buckets(facts.BucketSize),
            Segments = new Buckets(facts.SegmentSize),
            SerialLevel = facts.SerialLevel,
            CommitLevel = facts.CommitLevel,
            Instance = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        };
        var parts = new OwnerParts { Session = session, Settings = settings, Clock = TimeProvider.System, Timers = TimeProvider.System, Logger = NullLogger.Instance };
        _owner = new ShardOwner(parts);
        _appender = new ShardAppender(parts, _owner, new EventLimits());
        _owner.Start();
    }

    /// <summary>The session that the owner uses too: the same client for both sides.</summary>
    public ICqlSession Session { get; }

    public static async Task<OwnedShard> OpenAsync(CassandraCluster cluster, string keyspace)
    {
        var options = new CassandraOptions { Keyspace = keyspace, LocalDatacenter = "dc1", IsOneCopyAllowed = true };
        foreach (var point in cluster.ContactPoints)
            options.ContactPoints.Add(point.ToString());
        var client = await CqlClient.ConnectAsync(options.ToClient(tls: null), TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var session = new CqlClientSession(client);
        var facts = await new SchemaMigrator(session, options, TimeProvider.System, NullLogger.Instance).MigrateAsync(CancellationToken.None);
        var shard = new OwnedShard(session, options, facts);
        for (var moved = shard._owner.Moved; !shard._owner.IsServing; moved = shard._owner.Moved)
            await moved;
        return shard;
    }

    public async Task AppendAsync(AppendRequest append)
    {
        var outcome = await _appender.AppendAsync(append, CancellationToken.None);
        if (outcome is not AppendOutcome.Appended)
            throw new InvalidOperationException($"Expected every append to be stored, got {outcome}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _appender.DisposeAsync();
        await _owner.DisposeAsync();
        await Session.DisposeAsync();
    }
}
