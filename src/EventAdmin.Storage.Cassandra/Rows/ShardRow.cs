using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>The row of a shard: who owns it, and its marker. One image of it; every write replaces all of it.</summary>
internal sealed record ShardRow
{
    /// <summary>The columns that <see cref="Read"/> wants, in its order.</summary>
    public const string Columns =
        "line, shard, epoch, owner, address, beat, committed, indexed, tail_hash, recorded_at, epochs, closed, deletions, deletions_epoch";

    public required string Line { get; init; }

    public required short Shard { get; init; }

    /// <summary>Which reign it is, from 1; 0 before the first.</summary>
    public required int Epoch { get; init; }

    /// <summary>The instance that owns it; null when nobody does.</summary>
    public required Guid? Owner { get; init; }

    /// <summary>Where the owner is reached by other instances; null when it is not.</summary>
    public required string? Address { get; init; }

    /// <summary>Rises with every write of the row.</summary>
    public required long Beat { get; init; }

    /// <summary>Numbers up to it are committed.</summary>
    public required long Committed { get; init; }

    /// <summary>Numbers up to it are in their streams.</summary>
    public required long Indexed { get; init; }

    /// <summary>The hash of the last committed frame; <c>default</c> before the first.</summary>
    public required HistoryHash TailHash { get; init; }

    /// <summary>The recorded time of the last committed event, to a millisecond; null before the first.</summary>
    public required DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The reigns, the oldest first.</summary>
    public required IReadOnlyList<Reign> Reigns { get; init; }

    /// <summary>The last number of a line that is closed; else null.</summary>
    public required long? Closed { get; init; }

    /// <summary>How many deletions of streams are committed.</summary>
    public required long Deletions { get; init; }

    /// <summary>In whose epoch the newest of them was.</summary>
    public required int DeletionsEpoch { get; init; }

    /// <summary>
    /// The epoch whose frame counts for a number; null when that is no longer kept, and then no void frames are left either. Only for numbers
    /// that are committed.
    /// </summary>
    public int? ReignOver(long number)
    {
        for (var i = Reigns.Count - 1; i >= 0; i--)
        {
            if (Reigns[i].First <= number)
                return Reigns[i].Epoch;
        }

        return null;
    }

    /// <summary>
    /// True when a committed frame is the one that counts for its numbers: its epoch reigned over them. A reign that is no longer kept has no
    /// void frames left.
    /// </summary>
    public bool Counts(LogRow row) =>
        (ReignOver(row.First) is not { } first || first == row.Epoch) && (ReignOver(row.Last) is not { } last || last == row.Epoch);

    /// <summary>Reads a row of <see cref="Columns"/>; columns beyond them do not matter.</summary>
    public static ShardRow Read(CqlRow row)
    {
        var reigns = new List<Reign>();
        if (!row.IsNull(10))
        {
            foreach (var element in row.GetElements(10))
            {
                var fields = element.AsElements();
                fields.MoveNext();
                var epoch = fields.Current.AsInt32();
                fields.MoveNext();
                reigns.Add(new Reign(epoch, fields.Current.AsInt64()));
            }
        }

        return new ShardRow
        {
            Line = row.GetText(0),
            Shard = row.GetInt16(1),
            Epoch = row.GetInt32(2),
            Owner = row.IsNull(3) ? null : row.GetGuid(3),
            Address = row.GetTextOrNull(4),
            Beat = row.GetInt64(5),
            Committed = row.GetInt64(6),
            Indexed = row.GetInt64(7),
            TailHash = HashCells.Read(row, 8),
            RecordedAt = row.IsNull(9) ? null : row.GetTimestamp(9),
            Reigns = reigns,
            Closed = row.IsNull(11) ? null : row.GetInt64(11),
            Deletions = row.IsNull(12) ? 0 : row.GetInt64(12),
            DeletionsEpoch = row.IsNull(13) ? 0 : row.GetInt32(13),
        };
    }
}

/// <summary>From which number on an epoch reigned.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="First">The first number of its reign.</param>
internal readonly record struct Reign(int Epoch, long First);
