using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>A row of <c>deletions</c>: streams that were emptied together.</summary>
internal sealed record DeletionRow
{
    /// <summary>The columns that <see cref="Read"/> wants, in its order.</summary>
    public const string Columns = "line, shard, number, epoch, previous_epoch, after_seq, streams";

    public required string Line { get; init; }

    public required short Shard { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The epoch of the owner that wrote it.</summary>
    public required int Epoch { get; init; }

    /// <summary>The epoch of the deletion before it; 0 for the first.</summary>
    public required int PreviousEpoch { get; init; }

    /// <summary>The last number of the log that was committed when it was decided.</summary>
    public required long AfterSeq { get; init; }

    /// <summary>The streams, each with the first version that still counts: the next one that it gets.</summary>
    public required IReadOnlyDictionary<StreamId, long> Streams { get; init; }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static DeletionRow Read(CqlRow row)
    {
        var streams = new Dictionary<StreamId, long>();
        foreach (var pair in row.GetPairs(6))
            streams[StreamId.Parse(pair.Key.AsText())] = pair.Value.AsInt64();
        return new DeletionRow
        {
            Line = row.GetText(0),
            Shard = row.GetInt16(1),
            Number = row.GetInt64(2),
            Epoch = row.GetInt32(3),
            PreviousEpoch = row.GetInt32(4),
            AfterSeq = row.GetInt64(5),
            Streams = streams,
        };
    }

    /// <summary>Those of the rows that are committed, by number: the chain that a shard's row leads to.</summary>
    /// <param name="rows">All rows after <paramref name="after"/>, committed or not.</param>
    /// <param name="shard">The shard's row.</param>
    /// <param name="after">A number that is known to be committed, or 0.</param>
    /// <exception cref="LogDamagedException">One is missing.</exception>
    public static IReadOnlyList<DeletionRow> Committed(IEnumerable<DeletionRow> rows, ShardRow shard, long after)
    {
        var byKey = rows.ToDictionary(static row => (row.Number, row.Epoch));
        var committed = new List<DeletionRow>();
        var epoch = shard.DeletionsEpoch;
        for (var number = shard.Deletions; number > after; number--)
        {
            if (!byKey.TryGetValue((number, epoch), out var row))
                throw new LogDamagedException(shard.Line, shard.Shard, shard.Committed, $"deletion {number} of epoch {epoch} is missing");
            committed.Add(row);
            epoch = row.PreviousEpoch;
        }

        committed.Reverse();
        return committed;
    }
}
