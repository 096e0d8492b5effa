using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>
/// Reads committed frames of a shard's log. Of several frames that begin with one number only that of the epoch which reigned over it counts;
/// nothing above the marker is looked at; and a number that is missing stops the reader, never is one stepped over. Thread-safe.
/// </summary>
internal sealed class LogReader(ReadSurroundings around)
{
    // Frames hold one event or a mebibyte: an answer is sized by the one before it.
    private const int RowsFirst = 16;
    private const int RowsMax = 512;
    private const int BytesWanted = 2 * 1024 * 1024;

    private readonly string _from =
        $"SELECT {LogRow.Columns} FROM {around.Keyspace}.log WHERE line = ? AND shard = ? AND segment = ? AND first_seq >= ? AND first_seq <= ?";

    private readonly string _back =
        $"SELECT {LogRow.Columns} FROM {around.Keyspace}.log WHERE line = ? AND shard = ? AND segment = ? AND first_seq <= ? ORDER BY first_seq DESC, epoch DESC";

    private readonly Buckets _segments = new(around.Store.SegmentSize);

    /// <summary>Committed frames upward, the first being the one that holds <paramref name="from"/>; none when that is above the marker.</summary>
    /// <exception cref="StoreUnavailableException">A committed number is missing.</exception>
    /// <exception cref="LogDamagedException">Two frames count for a number, or the chain is broken.</exception>
    public async IAsyncEnumerable<Frame> ReadForwardAsync(
        ReadRun run, ShardRow shard, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from > shard.Committed)
            yield break;
        var next = from;
        HistoryHash? previous = from == 1 ? default(HistoryHash) : null;
        if (from > 1)
        {
            // It may lie in the middle of a frame.
            var first = await FindHoldingAsync(run, shard, from, cancellationToken).ConfigureAwait(false);
            yield return Decode(first, shard, ref previous);
            next = first.Last + 1;
        }

        var rows = RowsFirst;
        while (next <= shard.Committed)
        {
            var found = await ReadUpwardAsync(run, shard, next, rows, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0 || found[0].First != next)
            {
                if (run.TryStrengthen())
                    continue;
                throw MissingNumber(shard, next);
            }

            foreach (var row in found)
            {
                if (row.First != next)
                    break;
                yield return Decode(row, shard, ref previous);
                next = row.Last + 1;
            }

            rows = Math.Clamp((int)(BytesWanted / Math.Max(1, found.Average(static row => row.Frame.Length))), RowsFirst, RowsMax);
        }
    }

    /// <summary>Committed frames downward, the first being the one that holds <paramref name="from"/>.</summary>
    /// <exception cref="StoreUnavailableException">A committed number is missing.</exception>
    /// <exception cref="LogDamagedException">Two frames count for a number, or the chain is broken.</exception>
    public async IAsyncEnumerable<Frame> ReadBackwardAsync(
        ReadRun run, ShardRow shard, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = Math.Min(from, shard.Committed);
        var rows = RowsFirst;
        LogRow? above = null;
        while (next >= 1)
        {
            var found = await ReadDownwardAsync(run, shard, next, rows, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0)
            {
                if (run.TryStrengthen())
                    continue;
                throw MissingNumber(shard, next);
            }

            foreach (var row in found)
            {
                if (row.Last < next)
                    break;
                if (above is not null && above.Previous != row.Hash)
                    throw Broken(above);
                HistoryHash? unknown = null;
                yield return Decode(row, shard, ref unknown);
                (above, next) = (row, row.First - 1);
            }

            rows = Math.Clamp((int)(BytesWanted / Math.Max(1, found.Average(static row => row.Frame.Length))), RowsFirst, RowsMax);
        }
    }

    /// <summary>The committed frame that holds a number.</summary>
    public async Task<Frame> FindAsync(ReadRun run, ShardRow shard, long number, CancellationToken cancellationToken)
    {
        HistoryHash? unknown = null;
        return Decode(await FindHoldingAsync(run, shard, number, cancellationToken).ConfigureAwait(false), shard, ref unknown);
    }

    private async Task<LogRow> FindHoldingAsync(ReadRun run, ShardRow shard, long number, CancellationToken cancellationToken)
    {
        do
        {
            var found = await ReadDownwardAsync(run, shard, number, 2, cancellationToken).ConfigureAwait(false);
            if (found.Count > 0)
                return found[0];
        }
        while (run.TryStrengthen());
        throw MissingNumber(shard, number);
    }

    /// <summary>Frames that count, from one that begins with a number, as far as they lie in its segment.</summary>
    private async Task<List<LogRow>> ReadUpwardAsync(ReadRun run, ShardRow shard, long first, int rows, CancellationToken cancellationToken)
    {
        var segment = _segments.Of(first);
        using var result = await run.ExecuteAsync(
            _from,
            values => values.Text(shard.Line).Int16(shard.Shard).Int64(segment).Int64(first).Int64(shard.Committed),
            run.Level,
            new Paging(rows),
            cancellationToken).ConfigureAwait(false);
        var found = Choose(result.Page.ToList(LogRow.Read), shard);
        // Void frames may have filled the answer.
        return found.Count > 0 || result.NextPage.IsEmpty || rows > RowsMax
            ? found
            : await ReadUpwardAsync(run, shard, first, rows * 4, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Frames that count downward, the first being the one that holds a number; none when that one is not there.</summary>
    private async Task<List<LogRow>> ReadDownwardAsync(ReadRun run, ShardRow shard, long number, int rows, CancellationToken cancellationToken)
    {
        foreach (var segment in _segments.Holding(number))
        {
            using var result = await run.ExecuteAsync(
                _back,
                values => values.Text(shard.Line).Int16(shard.Shard).Int64(segment).Int64(number),
                run.Level,
                new Paging(rows + 2),
                cancellationToken).ConfigureAwait(false);
            var found = Choose(result.Page.ToList(LogRow.Read), shard);
            // Void frames may have filled the answer.
            if (found.Count == 0 && !result.NextPage.IsEmpty && rows <= RowsMax)
                return await ReadDownwardAsync(run, shard, number, rows * 4, cancellationToken).ConfigureAwait(false);
            if (found.Count > 0 && found[0].First <= number && number <= found[0].Last)
                return found;
        }

        return [];
    }

    private static List<LogRow> Choose(IReadOnlyList<LogRow> rows, ShardRow shard)
    {
        var chosen = new List<LogRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Last > shard.Committed || !shard.Counts(row))
                continue;
            if (chosen.Count > 0 && chosen[^1].First == row.First)
                throw new LogDamagedException(row.Line, row.Shard, row.First, $"the frames of epochs {chosen[^1].Epoch} and {row.Epoch} both count");
            chosen.Add(row);
        }

        return chosen;
    }

    private static Frame Decode(LogRow row, ShardRow shard, ref HistoryHash? previous)
    {
        if (previous is { } hash && hash != row.Previous)
            throw Broken(row);
        if (row.Last == shard.Committed && shard.TailHash != row.Hash)
            throw new LogDamagedException(row.Line, row.Shard, row.First, "the last committed frame is not the one that its marker names");
        previous = row.Hash;
        return FrameCodec.Decode(row);
    }

    private static LogDamagedException Broken(LogRow row) =>
        new(row.Line, row.Shard, row.First, "a frame does not go on from the one before it");

    private static StoreUnavailableException MissingNumber(ShardRow shard, long number) => new(
        $"The feed stands still: number {number} of shard {shard.Shard} of line {shard.Line} is committed, and no copy that answered has it. Bring the missing nodes back, or repair the table log.");
}
