using System.Collections.Concurrent;
using EventAdmin.Cql.Types;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Finds the newest bucket of a stream and what stands at its end. Thread-safe; remembers where it found them, which is only a hint.</summary>
internal sealed class StreamHeads(ReadSurroundings around)
{
    private const int RememberedMax = 100_000;

    // More rows than siblings that one version may have.
    private const int SiblingsMax = 8;

    private readonly string _tail =
        $"SELECT version, epoch, seq, idx, cnt, recorded_at, meta, hash, head, head_hash, first_live, bytes FROM {around.Keyspace}.events WHERE stream_id = ? AND bucket = ? ORDER BY version DESC LIMIT {SiblingsMax}";

    private readonly string _hint = $"SELECT newest_bucket FROM {around.Keyspace}.streams WHERE stream_id = ?";

    private readonly string _first = $"SELECT recorded_at, meta FROM {around.Keyspace}.events WHERE stream_id = ? AND bucket = 0 AND version = 0 LIMIT 1";

    private readonly Buckets _buckets = new(around.Store.BucketSize);
    private readonly ConcurrentDictionary<StreamId, int> _newest = new();
    private readonly ConcurrentDictionary<StreamId, DateTimeOffset> _firstAt = new();

    /// <summary>The end of a stream; null when nothing was ever stored in it.</summary>
    public async Task<StreamTail?> FindAsync(ReadRun run, StreamId stream, CancellationToken cancellationToken)
    {
        var tail = await FindNewestAsync(run, stream, cancellationToken).ConfigureAwait(false);
        if (tail is { Bucket: > 0 })
            Remember(_newest, stream, tail.Bucket);
        return tail;
    }

    /// <summary>When the first event of a stream was recorded.</summary>
    public async Task<DateTimeOffset> FirstAtAsync(ReadRun run, StreamId stream, CancellationToken cancellationToken)
    {
        if (_firstAt.TryGetValue(stream, out var known))
            return known;
        do
        {
            using var result = await run.ExecuteAsync(_first, values => values.Text(stream.Value), default, cancellationToken).ConfigureAwait(false);
            if (result.Page.TryFirst(static row => RecordedAtOf(row, 0, 1), out var firstAt))
            {
                Remember(_firstAt, stream, firstAt);
                return firstAt;
            }
        }
        while (run.TryStrengthen());
        throw Missing(stream, 0);
    }

    /// <summary>Says that a version can't be read, though it is below the head.</summary>
    public static StoreUnavailableException Missing(StreamId stream, long version) => new(
        $"Version {version} of {stream} is not among the copies that answered, though later ones are. Repair the table or ask at a stronger level.");

    private static void Remember<T>(ConcurrentDictionary<StreamId, T> memory, StreamId stream, T value)
    {
        if (memory.Count >= RememberedMax)
            memory.Clear();
        memory[stream] = value;
    }

    private async Task<StreamTail?> FindNewestAsync(ReadRun run, StreamId stream, CancellationToken cancellationToken)
    {
        var start = _newest.GetValueOrDefault(stream);
        var tail = await ReadAsync(run, stream, start, cancellationToken).ConfigureAwait(false);
        if (tail is null)
            return start == 0 ? null : await ReadAsync(run, stream, 0, cancellationToken).ConfigureAwait(false);
        if (_buckets.Of(tail.Head + 1) == tail.Bucket)
            return tail;
        if (start == 0 && await HintAsync(run, stream, cancellationToken).ConfigureAwait(false) is { } hint && hint > tail.Bucket)
            tail = await ReadAsync(run, stream, hint, cancellationToken).ConfigureAwait(false) ?? tail;
        return await GallopAsync(run, stream, tail, cancellationToken).ConfigureAwait(false);
    }

    // Buckets are contiguous: beyond a full one the next is looked at, then the one two on, four on, until one is empty; then halves.
    private async Task<StreamTail> GallopAsync(ReadRun run, StreamId stream, StreamTail from, CancellationToken cancellationToken)
    {
        var (known, step) = (from, 1);
        int? empty = null;
        while (_buckets.Of(known.Head + 1) > known.Bucket && empty != known.Bucket + 1)
        {
            var probe = empty is { } limit ? known.Bucket + ((limit - known.Bucket) / 2) : known.Bucket + step;
            if (await ReadAsync(run, stream, probe, cancellationToken).ConfigureAwait(false) is { } tail)
                (known, step) = (tail, step * 2);
            else
                empty = probe;
        }

        return known;
    }

    private async Task<int?> HintAsync(ReadRun run, StreamId stream, CancellationToken cancellationToken)
    {
        using var result = await run.ExecuteAsync(_hint, values => values.Text(stream.Value), default, cancellationToken).ConfigureAwait(false);
        return result.Page.TryFirst(static row => row.IsNull(0) ? 0 : row.GetInt32(0), out var hint) ? hint : null;
    }

    private async Task<StreamTail?> ReadAsync(ReadRun run, StreamId stream, int bucket, CancellationToken cancellationToken)
    {
        do
        {
            using var result = await run.ExecuteAsync(
                _tail, values => values.Text(stream.Value).Int32(bucket), default, cancellationToken).ConfigureAwait(false);
            var (isEmpty, tail) = TailOf(result.Page, bucket);
            if (isEmpty || tail is not null)
                return tail;
        }
        while (run.TryStrengthen());
        throw new StoreUnavailableException($"The newest event of {stream} is not among the copies that answered. Repair the table or ask at a stronger level.");
    }

    /// <summary>The bucket's end as its static cells tell it; not there when the row that they point to, whole with its append, is missing.</summary>
    private static (bool IsEmpty, StreamTail? Tail) TailOf(CqlPage page, int bucket)
    {
        foreach (var row in page)
        {
            if (row.IsNull(8))
                return (true, null);
            var head = row.GetInt64(8);
            if (row.IsNull(0) || row.GetInt64(0) != head || HashCells.Read(row, 7) != HashCells.Read(row, 9) || row.GetInt16(3) != row.GetInt16(4) - 1)
                continue;
            return (false, new StreamTail
            {
                Bucket = bucket,
                Head = head,
                Hash = HashCells.Read(row, 9),
                First = row.IsNull(10) ? 0 : row.GetInt64(10),
                Bytes = row.IsNull(11) ? 0 : row.GetInt64(11),
                Seq = row.GetInt64(2),
                RecordedAt = RecordedAtOf(row, 5, 6),
            });
        }

        return (page.Count == 0, null);
    }

    private static DateTimeOffset RecordedAtOf(CqlRow row, int column, int meta)
    {
        StoredMeta.FromBlob(row.GetBlob(meta).ToArray(), out var finer, out _);
        return Instants.FromStore(row.GetTimestampMilliseconds(column), finer);
    }
}
