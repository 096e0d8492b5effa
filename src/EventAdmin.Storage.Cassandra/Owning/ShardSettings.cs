using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>Everything an owner must know of its shard, and its patience.</summary>
internal sealed record ShardSettings
{
    public required string Keyspace { get; init; }

    public required string Line { get; init; }

    public short Shard { get; init; }

    /// <summary>Versions of a stream in one partition.</summary>
    public required Buckets Buckets { get; init; }

    /// <summary>Numbers of the log in one partition.</summary>
    public required Buckets Segments { get; init; }

    /// <summary>The level of the shard's conditional statements.</summary>
    public required CqlConsistency SerialLevel { get; init; }

    /// <summary>The level of everything that an append rests on.</summary>
    public required CqlConsistency CommitLevel { get; init; }

    /// <summary>The datacenter through which everything goes; null for the session's own.</summary>
    public string? Datacenter { get; init; }

    /// <summary>This instance; another one after every start.</summary>
    public required Guid Instance { get; init; }

    /// <summary>Where other instances reach this one; null when they don't.</summary>
    public string? Address { get; init; }

    /// <summary>How often an idle owner shows that it is there.</summary>
    public TimeSpan BeatEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An owner whose marker was not acknowledged for so long steps down.</summary>
    public TimeSpan BeatLateAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>An owner whose beat stood still for so long may be deposed.</summary>
    public TimeSpan BeatStillAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a row is looked at whose owner may have gone.</summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a frame is written again and again.</summary>
    public TimeSpan GroupDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one statement may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>The pause before a failed statement is sent again; doubled up to sixteen times.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The pause before a shard is claimed again after something that a person may have to mend.</summary>
    public TimeSpan PauseDegraded { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After so many failures while a group is written into its streams the owner steps down.</summary>
    public int IndexFailuresMax { get; init; } = 20;

    /// <summary>How many appends wait at most.</summary>
    public int QueueMax { get; init; } = 4096;

    public int GroupAppendsMax { get; init; } = 128;

    public int GroupEventsMax { get; init; } = 1024;

    public int GroupBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Of how many streams the head is remembered.</summary>
    public int StreamsRememberedMax { get; init; } = 100_000;

    /// <summary>How many append ids are remembered.</summary>
    public int AppendsRememberedMax { get; init; } = 65_536;

    /// <summary>How many reigns the shard's row holds.</summary>
    public int ReignsMax { get; init; } = 1024;

    /// <summary>For how long the ids of appends that must not happen are kept.</summary>
    public TimeSpan ForbiddenFor { get; init; } = TimeSpan.FromDays(1);

    public OwnerRules Rules { get; init; } = OwnerRules.All;
}
