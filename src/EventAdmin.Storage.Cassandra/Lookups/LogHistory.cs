using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// The history of a shard as its log has it. Nothing beyond what its marker says is committed; of several frames for a number the one whose
/// epoch reigned; a number that is missing stops the reading. For one reader at a time.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="place">Which shard, and how its log is divided.</param>
/// <param name="committed">Raised where this instance learns that more was committed.</param>
/// <param name="clock">The clock.</param>
internal sealed class LogHistory(StoreTables tables, LogPlace place, FeedSignal committed, TimeProvider clock) : ICommittedHistory
{
    private const int EventsAtOnce = 1024;
    private const int RowsAtOnce = 64;
    private const string SelectShard = "SELECT " + ShardRow.Columns + " FROM {keyspace}.shards WHERE line = ? AND shard = ?";
    private const string SelectFrames = "SELECT " + LogRow.Columns
        + " FROM {keyspace}.log WHERE line = ? AND shard = ? AND segment = ? AND first_seq >= ? AND first_seq <= ?";
    private const string SelectDeletions = "SELECT " + DeletionRow.Columns + " FROM {keyspace}.deletions WHERE line = ? AND shard = ? AND number > ?";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private Task _more = committed.Next;

    /// <inheritdoc/>
    public string Shard => place.ToString();

    /// <inheritdoc/>
    public async Task<LookupPoint> FindEndAsync(CancellationToken cancellationToken) =>
        await FindShardAsync(cancellationToken).ConfigureAwait(false) is { } shard ? new LookupPoint(shard.Committed, shard.Deletions) : default;

    /// <inheritdoc/>
    public async Task<HistorySlice> ReadAsync(LookupPoint after, CancellationToken cancellationToken)
    {
        _more = committed.Next;
        if (await FindShardAsync(cancellationToken).ConfigureAwait(false) is not { } shard)
            return HistorySlice.End;
        var limit = shard.Committed;
        if (shard.Deletions > after.Deletions)
        {
            var read = ReadOf(SelectDeletions, after.Deletions);
            var rows = await tables.ReadAsync(read, DeletionRow.Read, cancellationToken).ConfigureAwait(false);
            var deletion = DeletionRow.Committed(rows, shard, after.Deletions)[0];
            if (deletion.AfterSeq <= after.Seq)
                return new HistorySlice([], deletion);
            limit = Math.Min(limit, deletion.AfterSeq);
        }

        return new HistorySlice(await ReadFramesAsync(shard, after.Seq + 1, limit, cancellationToken).ConfigureAwait(false), Deletion: null);
    }

    /// <inheritdoc/>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_more, Task.Delay(BetweenLooks, clock, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<IReadOnlyList<Frame>> ReadFramesAsync(ShardRow shard, long first, long last, CancellationToken cancellationToken)
    {
        var frames = new List<Frame>();
        var (next, events) = (first, 0);
        var previous = default(HistoryHash);
        while (next <= last && events < EventsAtOnce)
        {
            var begin = next;
            var segment = place.Segments.Of(begin);
            var read = ReadOf(SelectFrames, segment, begin, last) with { RowsMax = RowsAtOnce };
            var rows = await tables.ReadAsync(read, LogRow.Read, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows.Where(shard.Counts))
            {
                if (row.First != next)
                    throw Missing(next);
                if (frames.Count > 0 && row.Previous != previous)
                    throw new LogDamagedException(place.Line, place.Shard, row.First, "a frame does not follow the one before it");
                frames.Add(FrameCodec.Decode(row));
                previous = row.Hash;
                events += row.Events;
                next = row.Last + 1;
            }

            if (next == begin)
                throw Missing(next);
        }

        return frames;
    }

    private LogDamagedException Missing(long number) => new(place.Line, place.Shard, number, "a committed frame is missing");

    private Task<ShardRow?> FindShardAsync(CancellationToken cancellationToken) =>
        tables.ReadOneAsync(ReadOf(SelectShard), ShardRow.Read, cancellationToken);

    private TableRead ReadOf(string text, params long[] bounds) => new()
    {
        Text = text,
        Bind = values =>
        {
            values.Text(place.Line).Int16(place.Shard);
            foreach (var bound in bounds)
                values.Int64(bound);
        },
        Level = tables.Levels.Commit,
        Label = "P3",
    };
}

/// <summary>Which log it is.</summary>
/// <param name="Line">The line.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Segments">How its numbers are divided.</param>
internal sealed record LogPlace(string Line, short Shard, Buckets Segments)
{
    /// <summary>The shard's name: line and number.</summary>
    public override string ToString() => $"{Line}/{Shard}";
}
