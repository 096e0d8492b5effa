using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Leases;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>
/// Writes one generation of the look-ups under one lease. Rows that point to events come first, then heads, then counts, and its caller moves
/// the checkpoint last: whatever a crash leaves, the same steps again lead to the same rows. Not thread-safe.
/// </summary>
internal sealed class LookupWriter(LookupTables tables, Buckets buckets, int generation, EpochTimestamps timestamps, TimeProvider clock)
{
    private const int AtOnce = 32;
    private const int RowsTogetherMax = 100;
    private const int RangesKnownMax = 100_000;
    private const int CountsKnownMax = 100_000;
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(100);

    private readonly ChangedStreams _changed = new(tables);
    private readonly HashSet<(LookupKind Kind, string Key, long Range)> _ranges = [];
    private readonly Dictionary<(string Projection, string Name), CountRow> _counts = [];

    /// <summary>Writes what frames change.</summary>
    public async Task WriteAsync(IReadOnlyList<Frame> frames, CancellationToken cancellationToken)
    {
        var batch = new LookupBatch(frames, buckets);
        var timestamp = timestamps.Next();
        await WriteAllAsync(HintsOf(batch, timestamp), cancellationToken).ConfigureAwait(false);
        await WriteAllAsync(batch.Heads.Select(head => One(HeadTable.Put(generation, head, timestamp))), cancellationToken).ConfigureAwait(false);
        await CountAsync(batch, timestamp, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes that streams were emptied.</summary>
    /// <param name="deletion">The deletion.</param>
    /// <param name="seq">The last event before it.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(DeletionRow deletion, long seq, CancellationToken cancellationToken)
    {
        var timestamp = timestamps.Next();
        var emptied = new List<HeadRow>();
        foreach (var (stream, first) in deletion.Streams)
        {
            if (await tables.Heads.FindAsync(generation, stream, Level, cancellationToken).ConfigureAwait(false) is not { } head)
                continue;
            // Where a crash came after the head was written, the head knows what it was before.
            var before = head.Deletion == deletion.Number ? head.FirstBefore : head.First;
            emptied.Add(head with { First = first, Deletion = deletion.Number, FirstBefore = before });
        }

        await WriteAllAsync(
            emptied.SelectMany(head => NameTable.Remove(head.Stream, timestamp).Append(HeadTable.PutEmpty(generation, head, timestamp)).Select(One)),
            cancellationToken).ConfigureAwait(false);
        foreach (var category in emptied.Where(head => head.First > head.FirstBefore).GroupBy(head => head.Stream.Category))
        {
            var counts = await FindCountsAsync(CountTable.Categories, category.Key, cancellationToken).ConfigureAwait(false);
            var lastAt = await FindLastAsync(category.Key, seq, cancellationToken).ConfigureAwait(false);
            counts = counts.Without(category.LongCount(), category.Sum(head => head.First - head.FirstBefore), lastAt, deletion.Number);
            _counts[(CountTable.Categories, category.Key)] = counts;
            await WriteAllAsync([One(CountTable.Put(CountTable.Categories, generation, category.Key, counts, timestamp))], cancellationToken).ConfigureAwait(false);
        }
    }

    private CqlConsistency Level => tables.Store.Levels.Commit;

    private static IReadOnlyList<TableWrite> One(TableWrite write) => [write];

    private IEnumerable<IReadOnlyList<TableWrite>> HintsOf(LookupBatch batch, long timestamp)
    {
        foreach (var start in batch.Starts)
        {
            foreach (var name in NameTable.Put(start, timestamp))
                yield return One(name);
        }

        foreach (var stream in batch.Streams)
            yield return One(StreamTable.Put(stream, timestamp));
        var changes = batch.Heads.SelectMany(head => ChangeTable.ScopesOf(head.Stream).Select(scope => (Scope: scope, Head: head)))
            .GroupBy(change => (change.Scope, Range: PositionRanges.Of(change.Head.Position)));
        foreach (var partition in changes)
        {
            if (IsNewRange(LookupKind.Change, partition.Key.Scope, partition.Key.Range))
                yield return One(RangeTable.Put(LookupKind.Change, partition.Key.Scope, partition.Key.Range, timestamp));
            foreach (var rows in partition.Select(change => ChangeTable.Put(change.Scope, change.Head.Stream, change.Head.Position, timestamp)).Chunk(RowsTogetherMax))
                yield return rows;
        }

        foreach (var partition in batch.Runs.GroupBy(RunTable.PartitionOf))
        {
            if (partition.Key.Kind != LookupKind.Append && IsNewRange(partition.Key.Kind, partition.Key.Key, partition.Key.Range))
                yield return One(RangeTable.Put(partition.Key.Kind, partition.Key.Key, partition.Key.Range, timestamp));
            foreach (var rows in partition.Select(run => RunTable.Put(run, timestamp)).Chunk(RowsTogetherMax))
                yield return rows;
        }
    }

    // Writing one again changes nothing, so forgetting is allowed.
    private bool IsNewRange(LookupKind kind, string key, long range)
    {
        if (_ranges.Count >= RangesKnownMax)
            _ranges.Clear();
        return _ranges.Add((kind, key, range));
    }

    private async Task CountAsync(LookupBatch batch, long timestamp, CancellationToken cancellationToken)
    {
        if (_counts.Count >= CountsKnownMax)
            _counts.Clear();
        var writes = new List<IReadOnlyList<TableWrite>>();
        var counted = batch.Events.Select(e => (Key: (Projection: CountTable.Categories, Name: e.Category), Event: e))
            .Concat(batch.Events.Select(e => (Key: (Projection: CountTable.Types, Name: e.Type), Event: e)));
        foreach (var name in counted.GroupBy(one => one.Key, one => one.Event))
        {
            var before = await FindCountsAsync(name.Key.Projection, name.Key.Name, cancellationToken).ConfigureAwait(false);
            var counts = name.Aggregate(before, static (counts, e) => counts.With(e));
            _counts[name.Key] = counts;
            writes.Add(One(CountTable.Put(name.Key.Projection, generation, name.Key.Name, counts, timestamp)));
        }

        await WriteAllAsync(writes, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CountRow> FindCountsAsync(string projection, string name, CancellationToken cancellationToken) =>
        _counts.TryGetValue((projection, name), out var known)
            ? known
            : await tables.Counts.FindAsync(projection, generation, name, cancellationToken).ConfigureAwait(false);

    private async Task<DateTimeOffset?> FindLastAsync(string category, long seq, CancellationToken cancellationToken)
    {
        var read = new ChangedRead(generation, category, seq + 1, Level);
        await foreach (var (_, head) in _changed.ReadAsync(read, static _ => true, cancellationToken).ConfigureAwait(false))
        {
            if (head is not null)
                return head.LastAt;
        }

        return null;
    }

    private Task WriteAllAsync(IEnumerable<IReadOnlyList<TableWrite>> writes, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        writes,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (rows, token) => await WriteUntilAcknowledgedAsync(rows, token).ConfigureAwait(false));

    // The same rows under the same timestamps, until the lease is lost.
    private async Task WriteUntilAcknowledgedAsync(IReadOnlyList<TableWrite> rows, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await tables.Store.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (CqlException e) when (e.Outcome != CqlOutcome.Failed)
            {
                await Task.Delay(BeforeNextTry, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
