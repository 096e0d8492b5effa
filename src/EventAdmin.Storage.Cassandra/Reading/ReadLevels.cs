using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>What is read; decides which levels may be asked for.</summary>
internal enum ReadKind
{
    /// <summary>Lists, look-ups and search.</summary>
    List,

    /// <summary>A stream: its pages and its head.</summary>
    Stream,

    /// <summary>The feed.</summary>
    Feed,

    /// <summary>One event by its id, through an index.</summary>
    EventById,
}

/// <summary>The level of one read.</summary>
/// <param name="Asked">The level that was asked for; null for the store's default.</param>
/// <param name="Level">The level that rows are read at.</param>
/// <param name="IsSettled">True when the shard's marker is read serially first, and the log is laid over the stream.</param>
internal readonly record struct ReadLevel(CqlConsistency? Asked, CqlConsistency Level, bool IsSettled);

/// <summary>Which level a read may have. What is asked is never lowered, and what can't be had is refused by name.</summary>
internal static class ReadLevels
{
    private static readonly CqlConsistency[] OfLists =
        [CqlConsistency.LocalOne, CqlConsistency.One, CqlConsistency.Two, CqlConsistency.Three, CqlConsistency.LocalQuorum];

    private static readonly CqlConsistency[] OfStreams =
        [.. OfLists, CqlConsistency.Quorum, CqlConsistency.EachQuorum, CqlConsistency.All];

    /// <summary>Every level that some read of a store of a tier may ask for.</summary>
    public static IReadOnlyList<string> Names(StoreTier tier) => [.. Allowed(ReadKind.Stream, tier).Select(level => level.ToName())];

    /// <summary>The level of a read.</summary>
    /// <exception cref="NotSupportedException">This kind of read can't be done at the level that was asked.</exception>
    public static ReadLevel Of(ReadOptions options, ReadKind kind, StoreTier tier)
    {
        if (options.Consistency is not { } asked)
            return new ReadLevel(Asked: null, Default(kind, tier), IsSettled: false);
        var allowed = Allowed(kind, tier);
        if (!CqlConsistencyNames.TryParse(asked, out var level) || !allowed.Contains(level))
        {
            throw new NotSupportedException(
                $"A read of this kind can be done at {string.Join(", ", allowed.Select(one => one.ToName()))}; '{asked}' was asked.");
        }

        return level.IsSerial() ? new ReadLevel(level, tier.CommitLevel(), IsSettled: true) : new ReadLevel(level, level, IsSettled: false);
    }

    private static CqlConsistency Default(ReadKind kind, StoreTier tier) => kind switch
    {
        ReadKind.List => CqlConsistency.LocalOne,
        // One predicate through an index: never above LOCAL_QUORUM.
        ReadKind.EventById => CqlConsistency.LocalQuorum,
        _ => tier.CommitLevel(),
    };

    private static CqlConsistency[] Allowed(ReadKind kind, StoreTier tier) => kind switch
    {
        ReadKind.List or ReadKind.EventById => OfLists,
        ReadKind.Stream => [.. OfStreams, tier.SerialLevel()],
        _ => tier == StoreTier.Global
            ? [CqlConsistency.Quorum, CqlConsistency.EachQuorum, CqlConsistency.All]
            : [CqlConsistency.LocalQuorum, CqlConsistency.Quorum, CqlConsistency.EachQuorum, CqlConsistency.All],
    };
}
