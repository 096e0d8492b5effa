using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Reads pages and heads of streams. Thread-safe.</summary>
internal sealed class StreamPages(ReadSurroundings around, StreamParts parts)
{
    private readonly StreamRows _rows = new(around);

    /// <summary>A stream's head, or null when it has no events.</summary>
    public async Task<StreamHead?> FindHeadAsync(ReadRun run, StreamId stream, CancellationToken cancellationToken)
    {
        var (tail, committed) = await FindTailAsync(run, stream, cancellationToken).ConfigureAwait(false);
        return tail is { HasEvents: true } ? await HeadOfAsync(run, stream, tail, committed, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>A page of a stream.</summary>
    /// <exception cref="EventDamagedException">It begins with an event that is damaged, and marks are not wanted.</exception>
    public async Task<StreamPage> ReadAsync(ReadRun run, StreamRead read, CancellationToken cancellationToken)
    {
        var (tail, committed) = await FindTailAsync(run, read.Stream, cancellationToken).ConfigureAwait(false);
        if (tail is not { HasEvents: true })
            return new StreamPage(Head: null, [], Next: null);
        var head = await HeadOfAsync(run, read.Stream, tail, committed, cancellationToken).ConfigureAwait(false);
        var range = RangeOf(read, tail);
        var events = new List<RecordedEvent>();
        var check = new EventCheck();
        long bytes = 0;
        try
        {
            await foreach (var found in WalkAsync(run, read.Stream, tail, range, committed, cancellationToken).ConfigureAwait(false))
            {
                events.Add(read.MarksDamaged
                    ? await parts.Assembly.ReadOrMarkAsync(run, check, read.Stream, found, cancellationToken).ConfigureAwait(false)
                    : await parts.Assembly.ReadAsync(run, check, read.Stream, found, cancellationToken).ConfigureAwait(false));
                bytes += events[^1].Data.Length;
                if (bytes >= StoreCapabilities.PageBytesMax)
                    break;
            }
        }
        catch (EventStorageException e) when (events.Count > 0 && e is EventDamagedException or StoreUnavailableException)
        {
            // What stands before it is sound and is answered; the next page begins with what is damaged or missing and says so.
        }

        return new StreamPage(head, events, NextOf(events, tail, range.IsForward));
    }

    /// <summary>What counts of a stream and was indexed, in order, beyond a number of the log.</summary>
    public async IAsyncEnumerable<StoredEvent> EventsAsync(
        ReadRun run, StreamId stream, StreamTail tail, bool isForward, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = await FindBeyondAsync(run, stream, tail, isForward, after, cancellationToken).ConfigureAwait(false);
        var range = new VersionRange(from, isForward ? tail.Head : tail.First, isForward);
        if (!range.Holds(from))
            yield break;
        var check = new EventCheck();
        await foreach (var found in _rows.WalkAsync(run, stream, tail, range, cancellationToken).ConfigureAwait(false))
        {
            var (e, _) = check.Choose(found);
            // A damaged event is told as such by who reads it as an event.
            if ((e ?? found.Rows.Select(static row => row.Event).FirstOrDefault(static one => one is not null)) is { } stored)
                yield return stored;
        }
    }

    /// <summary>The first version beyond a number of the log: the number rises with the version.</summary>
    private async Task<long> FindBeyondAsync(
        ReadRun run, StreamId stream, StreamTail tail, bool isForward, long after, CancellationToken cancellationToken)
    {
        var (low, high) = (tail.First, tail.Head + 1);
        // The smallest version at or above the number that is sought.
        var sought = isForward ? after + 1 : after;
        if (sought <= 1)
            high = low;
        else if (sought > tail.Seq)
            low = high;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            await foreach (var found in _rows.WalkAsync(run, stream, tail, new VersionRange(middle, middle, IsForward: true), cancellationToken).ConfigureAwait(false))
            {
                var seq = found.Rows.MaxBy(static row => row.Epoch).Event?.Seq
                    ?? throw new EventDamagedException(stream, StreamVersion.Of(middle), "its row can't be decoded");
                if (seq < sought)
                    low = middle + 1;
                else
                    high = middle;
            }
        }

        return isForward ? low : low - 1;
    }

    /// <summary>Where a stream ends, with the committed events that are not in it yet when the read is to see them.</summary>
    private async Task<(StreamTail? Tail, IReadOnlyList<StoredEvent> Committed)> FindTailAsync(
        ReadRun run, StreamId stream, CancellationToken cancellationToken)
    {
        if (!run.IsSettled)
            return (await parts.Heads.FindAsync(run, stream, cancellationToken).ConfigureAwait(false), []);
        if (await parts.Shards.FindAsync(run, cancellationToken).ConfigureAwait(false) is not { } shard)
            return (null, []);
        await parts.Deleted.CatchUpAsync(run, shard, cancellationToken).ConfigureAwait(false);
        var tail = await parts.Heads.FindAsync(run, stream, cancellationToken).ConfigureAwait(false);
        var committed = new List<StoredEvent>();
        await foreach (var frame in parts.Log.ReadForwardAsync(run, shard, shard.Indexed + 1, cancellationToken).ConfigureAwait(false))
            committed.AddRange(frame.Events.Where(e => e.Stream == stream && e.Version > (tail?.Head ?? -1)));
        if (committed.Count > 0)
        {
            var newest = committed[^1];
            tail = new StreamTail
            {
                Bucket = tail?.Bucket ?? 0,
                Head = newest.Version,
                Hash = newest.Hash,
                First = tail?.First ?? 0,
                Bytes = (tail?.Bytes ?? 0) + committed.Sum(static e => (long)e.DataBytes),
                Seq = newest.Seq,
                RecordedAt = newest.RecordedAt,
            };
        }

        var first = parts.Deleted.FirstLive(stream);
        return (tail is not null && tail.First < first ? tail with { First = first } : tail, committed);
    }

    private async Task<StreamHead> HeadOfAsync(
        ReadRun run, StreamId stream, StreamTail tail, IReadOnlyList<StoredEvent> committed, CancellationToken cancellationToken)
    {
        // The first event may itself be committed and not in its stream yet.
        var firstAt = committed is [{ Version: 0 } first, ..]
            ? first.RecordedAt
            : await parts.Heads.FirstAtAsync(run, stream, cancellationToken).ConfigureAwait(false);
        return tail.ToHead(stream, firstAt);
    }

    private async IAsyncEnumerable<VersionRows> WalkAsync(
        ReadRun run,
        StreamId stream,
        StreamTail tail,
        VersionRange range,
        IReadOnlyList<StoredEvent> committed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var laid = committed.Where(e => range.IsForward ? e.Version >= range.From && e.Version <= range.To : e.Version <= range.From && e.Version >= range.To)
            .Select(static e => new VersionRows(e.Version, [new FoundRow(e.Version, e.Epoch, e)]))
            .ToList();
        if (!range.IsForward)
        {
            laid.Reverse();
            foreach (var found in laid)
                yield return found;
        }

        var stored = laid.Count == 0 ? range : range.IsForward ? range with { To = laid[0].Version - 1 } : range with { From = laid[^1].Version - 1 };
        if (range.IsForward ? stored.From <= stored.To : stored.From >= stored.To)
        {
            await foreach (var found in _rows.WalkAsync(run, stream, tail, stored, cancellationToken).ConfigureAwait(false))
                yield return found;
        }

        foreach (var found in range.IsForward ? laid : [])
            yield return found;
    }

    // Versions have no gap, so the page's edges are known before it is read, unless its bytes end it earlier.
    private static VersionRange RangeOf(StreamRead read, StreamTail tail)
    {
        if (read.Direction == ReadDirection.Forward)
        {
            var from = Math.Max(read.From?.Value ?? 0, tail.First);
            return new VersionRange(from, Math.Min(tail.Head, from - 1 + read.CountMax), IsForward: true);
        }

        var last = Math.Min(read.From?.Value ?? long.MaxValue, tail.Head);
        return new VersionRange(last, Math.Max(tail.First, last + 1 - read.CountMax), IsForward: false);
    }

    private static StreamVersion? NextOf(List<RecordedEvent> events, StreamTail tail, bool isForward)
    {
        if (events.Count == 0 || events[^1].Version.Value == (isForward ? tail.Head : tail.First))
            return null;
        return StreamVersion.Of(events[^1].Version.Value + (isForward ? 1 : -1));
    }
}

/// <summary>What reads of streams and of the feed share.</summary>
/// <param name="Heads">Finds where streams end.</param>
/// <param name="Shards">Reads the shard's row.</param>
/// <param name="Log">Reads the log.</param>
/// <param name="Deleted">What no longer counts.</param>
/// <param name="Assembly">Makes events of rows.</param>
internal sealed record StreamParts(StreamHeads Heads, ShardReader Shards, LogReader Log, DeletedStreams Deleted, EventAssembly Assembly)
{
    /// <summary>The parts of a store.</summary>
    /// <param name="around">What every read needs.</param>
    /// <param name="damaged">Told of every damaged event that is met.</param>
    public static StreamParts Of(ReadSurroundings around, Action<EventDamagedException> damaged) => new(
        new StreamHeads(around),
        new ShardReader(around),
        new LogReader(around),
        new DeletedStreams(around),
        new EventAssembly(new ChunkReader(around), damaged));
}
