using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Configuration;

namespace EventAdmin.Storage.Cassandra.Schema;

/// <summary>What a whole store has agreed on: its one row of <c>store_info</c>.</summary>
internal sealed record StoreFacts
{
    /// <summary>The columns that <see cref="Read"/> expects, in order.</summary>
    public const string Columns = "schema_version, tier, home_dc, moving, bucket_size, segment_size, shards, line, created_at";

    /// <summary>How far the scripts ran.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>What it does when a datacenter is lost.</summary>
    public required StoreTier Tier { get; init; }

    /// <summary>The datacenter that decides; null in tier <c>global</c>.</summary>
    public required string? HomeDatacenter { get; init; }

    /// <summary>True while its home is being moved.</summary>
    public required bool IsMoving { get; init; }

    /// <summary>Versions in a bucket.</summary>
    public required int BucketSize { get; init; }

    /// <summary>Numbers in a segment.</summary>
    public required int SegmentSize { get; init; }

    /// <summary>How many owners share the streams.</summary>
    public required int Shards { get; init; }

    /// <summary>The feed's present life.</summary>
    public required string Line { get; init; }

    /// <summary>When the store was made, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The level of conditional statements.</summary>
    public CqlConsistency SerialLevel => Tier.SerialLevel();

    /// <summary>The level of the plain writes that an append rests on.</summary>
    public CqlConsistency CommitLevel => Tier.CommitLevel();

    /// <summary>Reads a row of <see cref="Columns"/>; null where one is missing that every store has.</summary>
    public static StoreFacts? Read(CqlRow row)
    {
        foreach (var column in (ReadOnlySpan<int>)[0, 1, 4, 5, 6, 7])
        {
            if (row.IsNull(column))
                return null;
        }

        return StoreTiers.TryParse(row.GetText(1), out var tier)
            ? new StoreFacts
            {
                SchemaVersion = row.GetInt32(0),
                Tier = tier,
                HomeDatacenter = row.GetTextOrNull(2),
                IsMoving = !row.IsNull(3) && row.GetBoolean(3),
                BucketSize = row.GetInt32(4),
                SegmentSize = row.GetInt32(5),
                Shards = row.GetInt16(6),
                Line = row.GetText(7),
                CreatedAt = row.IsNull(8) ? DateTimeOffset.UnixEpoch : row.GetTimestamp(8),
            }
            : null;
    }

    /// <summary>The store that options describe, before it is made.</summary>
    public static StoreFacts Of(CassandraOptions options, DateTimeOffset now)
    {
        var home = options.Tier == StoreTier.Global ? null : options.HomeDatacenter ?? options.LocalDatacenter;
        return new StoreFacts
        {
            SchemaVersion = SchemaScripts.Newest,
            Tier = options.Tier,
            HomeDatacenter = home,
            IsMoving = false,
            BucketSize = options.BucketSize,
            SegmentSize = options.SegmentSize,
            Shards = options.Shards,
            Line = $"{home ?? "global"}.1",
            CreatedAt = now,
        };
    }

    /// <summary>Everything that options say otherwise than the store, in sentences; empty when they agree.</summary>
    public IEnumerable<string> DifferencesTo(CassandraOptions options)
    {
        if (options.Tier != Tier)
            yield return $"{nameof(options.Tier)} is '{options.Tier.ToName()}', and the store is of tier '{Tier.ToName()}'.";
        else if (options.HomeDatacenter is { } home && home != HomeDatacenter)
            yield return $"{nameof(options.HomeDatacenter)} is '{home}', and the store's home is '{HomeDatacenter}'.";
        if (options.Shards != Shards)
            yield return $"{nameof(options.Shards)} is {options.Shards}, and the store has {Shards}.";
        if (options.BucketSize != BucketSize)
            yield return $"{nameof(options.BucketSize)} is {options.BucketSize}, and the store's is {BucketSize}.";
        if (options.SegmentSize != SegmentSize)
            yield return $"{nameof(options.SegmentSize)} is {options.SegmentSize}, and the store's is {SegmentSize}.";
    }
}
