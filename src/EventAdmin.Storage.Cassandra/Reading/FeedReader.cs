using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>Reads the feed: the log of the store's one shard, up to its marker. Thread-safe.</summary>
internal sealed class FeedReader(StreamParts parts, StreamPages streams)
{
    /// <summary>Events that one call looks at before it answers with what it has.</summary>
    private const int ScanMax = 20_000;

    /// <summary>A page of the feed.</summary>
    public async Task<FeedPage> ReadAsync(ReadRun run, FeedRead read, CancellationToken cancellationToken)
    {
        var isForward = read.Direction == ReadDirection.Forward;
        var after = read.After?.ToStore() ?? (isForward ? 0 : long.MaxValue);
        if (await FindShardAsync(run, cancellationToken).ConfigureAwait(false) is not { Committed: > 0 } shard)
            return new FeedPage([], FeedPosition.FromStore(isForward ? after : 0), IsEnd: true);
        var events = new List<RecordedEvent>();
        var (looked, bytes) = (0, 0L);
        var scanMax = Math.Max(ScanMax, read.CountMax + 1);
        var way = read.Filter.Stream is { } stream
            ? OfStreamAsync(run, shard, stream, isForward, after, cancellationToken)
            : EventsAsync(run, shard, isForward, after, cancellationToken);
        await foreach (var e in way.ConfigureAwait(false))
        {
            if (Passes(read.Filter, e))
            {
                if (events.Count == read.CountMax || bytes >= StoreCapabilities.PageBytesMax)
                    return new FeedPage(events, events[^1].Position, IsEnd: false);
                events.Add(await EventOfAsync(run, e, cancellationToken).ConfigureAwait(false));
                bytes += events[^1].Data.Length;
            }

            if (++looked == scanMax)
                return new FeedPage(events, FeedPosition.FromStore(e.Seq), IsEnd: false);
        }

        return new FeedPage(events, FeedPosition.FromStore(isForward ? Math.Max(shard.Committed, after) : 0), IsEnd: true);
    }

    /// <summary>The position of the newest event.</summary>
    public async Task<FeedPosition> FindHeadAsync(ReadRun run, CancellationToken cancellationToken) =>
        FeedPosition.FromStore((await parts.Shards.FindAsync(run, cancellationToken).ConfigureAwait(false))?.Committed ?? 0);

    /// <summary>The position after which every event was recorded at or after an instant: recorded times never decrease along the log.</summary>
    public async Task<FeedPosition> FindPositionAsync(ReadRun run, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        if (await parts.Shards.FindAsync(run, cancellationToken).ConfigureAwait(false) is not { } shard)
            return FeedPosition.Start;
        var (low, high) = (0L, shard.Committed);
        while (low < high)
        {
            var frame = await parts.Log.FindAsync(run, shard, low + ((high - low) / 2) + 1, cancellationToken).ConfigureAwait(false);
            if (frame.Events[^1].RecordedAt < instant)
                low = frame.Last;
            else if (frame.Events[0].RecordedAt >= instant)
                high = frame.First - 1;
            else
                return FeedPosition.FromStore(frame.Events.First(e => e.RecordedAt >= instant).Seq - 1);
        }

        return FeedPosition.FromStore(low);
    }

    /// <summary>What counts of the log, event by event, beyond a number.</summary>
    public async IAsyncEnumerable<StoredEvent> EventsAsync(
        ReadRun run, ShardRow shard, bool isForward, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var versions = new Dictionary<StreamId, long>();
        var frames = isForward
            ? parts.Log.ReadForwardAsync(run, shard, after + 1, cancellationToken)
            : parts.Log.ReadBackwardAsync(run, shard, Math.Min(after - 1, shard.Committed), cancellationToken);
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            for (var i = 0; i < frame.Events.Count; i++)
            {
                var e = frame.Events[isForward ? i : frame.Events.Count - 1 - i];
                CheckVersion(versions, e, isForward);
                if (isForward ? e.Seq > after : e.Seq < after)
                    yield return e;
            }
        }
    }

    /// <summary>What counts of one stream: from its own rows as far as they reach, then from the log.</summary>
    private async IAsyncEnumerable<StoredEvent> OfStreamAsync(
        ReadRun run, ShardRow shard, StreamId stream, bool isForward, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Up to `indexed` of the row that was read before, everything is in its stream; an event that is in it has all those before it with it.
        var tail = await parts.Heads.FindAsync(run, stream, cancellationToken).ConfigureAwait(false);
        var whole = Math.Max(shard.Indexed, tail?.Seq ?? 0);
        if (isForward && tail is { HasEvents: true })
        {
            await foreach (var e in streams.EventsAsync(run, stream, tail, isForward, after, cancellationToken).ConfigureAwait(false))
                yield return e;
        }

        var rest = isForward
            ? EventsAsync(run, shard, isForward, Math.Max(after, whole), cancellationToken)
            : EventsAsync(run, shard, isForward, Math.Min(after, shard.Committed) > whole ? after : 0, cancellationToken);
        await foreach (var e in rest.ConfigureAwait(false))
        {
            if (!isForward && e.Seq <= whole)
                break;
            if (e.Stream == stream)
                yield return e;
        }

        if (!isForward && tail is { HasEvents: true })
        {
            await foreach (var e in streams.EventsAsync(run, stream, tail, isForward, after, cancellationToken).ConfigureAwait(false))
                yield return e;
        }
    }

    /// <summary>The shard's row, with what was deleted up to it.</summary>
    public async Task<ShardRow?> FindShardAsync(ReadRun run, CancellationToken cancellationToken)
    {
        var shard = await parts.Shards.FindAsync(run, cancellationToken).ConfigureAwait(false);
        if (shard is not null)
            await parts.Deleted.CatchUpAsync(run, shard, cancellationToken).ConfigureAwait(false);
        return shard;
    }

    /// <summary>An event of the log with its data, or the marker in its place.</summary>
    private Task<RecordedEvent> EventOfAsync(ReadRun run, StoredEvent e, CancellationToken cancellationToken) =>
        parts.Assembly.ReadOrMarkAsync(run, new EventCheck(), e.Stream, new VersionRows(e.Version, [new FoundRow(e.Version, e.Epoch, e)]), cancellationToken);

    private bool Passes(FeedFilter filter, StoredEvent e) =>
        (filter.Stream is null || filter.Stream == e.Stream)
        && (filter.IncludeSystem || filter.Stream is not null || !e.Stream.IsSystem)
        && (filter.Category is null || e.Stream.Category == filter.Category)
        && (filter.Types.Count == 0 || filter.Types.Contains(e.Type))
        && parts.Deleted.Counts(e.Stream, e.Version);

    private static void CheckVersion(Dictionary<StreamId, long> versions, StoredEvent e, bool isForward)
    {
        if (versions.TryGetValue(e.Stream, out var last) && e.Version != last + (isForward ? 1 : -1))
            throw new LogDamagedException(e.Line, e.Shard, e.Seq, $"{e.Stream} goes from version {last} to {e.Version}");
        versions[e.Stream] = e.Version;
    }
}
