using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

/// <summary>What the reference store did, as a shard's log would tell it: a frame an append, and deletions between.</summary>
internal sealed class ReferenceHistory(IEventStorage reference, Buckets buckets) : ICommittedHistory
{
    private const int FramesAtOnce = 3;

    private readonly Lock _guardsAll = new();
    private readonly List<Frame> _frames = [];
    private readonly List<DeletionRow> _deletions = [];
    private readonly Dictionary<StreamId, StreamBefore> _streams = [];
    private readonly HistoryHasher _hasher = new();
    private readonly FeedSignal _more = new();
    private long _seq;

    public string Shard => "dc1.1/0";

    /// <summary>Takes in what was appended since.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var read = new FeedRead { After = FeedPosition.FromStore(_seq), CountMax = 4096, Filter = new FeedFilter { IncludeSystem = true } };
        var page = (await reference.ReadFeedAsync(read, ReadOptions.Default, cancellationToken)).Value;
        lock (_guardsAll)
        {
            foreach (var append in page.Events.GroupBy(e => e.Append))
                Add([.. append]);
        }

        _more.Raise();
    }

    /// <summary>Takes in that streams were emptied.</summary>
    public void Delete(IEnumerable<StreamId> streams)
    {
        lock (_guardsAll)
        {
            var emptied = streams.Distinct().Where(stream => _streams.TryGetValue(stream, out var known) && NextOf(stream) > known.FirstLive).ToList();
            if (emptied.Count == 0)
                return;
            foreach (var stream in emptied)
                _streams[stream] = _streams[stream] with { FirstLive = NextOf(stream) };
            _deletions.Add(new DeletionRow
            {
                Line = "dc1.1",
                Shard = 0,
                Number = _deletions.Count + 1,
                Epoch = 1,
                PreviousEpoch = 1,
                AfterSeq = _seq,
                Streams = emptied.ToDictionary(stream => stream, NextOf),
            });
        }

        _more.Raise();
    }

    public Task<HistorySlice> ReadAsync(LookupPoint after, CancellationToken cancellationToken)
    {
        lock (_guardsAll)
        {
            var deletion = _deletions.ElementAtOrDefault((int)after.Deletions);
            if (deletion?.AfterSeq <= after.Seq)
                return Task.FromResult(new HistorySlice([], deletion));
            var limit = deletion?.AfterSeq ?? long.MaxValue;
            return Task.FromResult(new HistorySlice(
                [.. _frames.Where(frame => frame.First > after.Seq && frame.Last <= limit).Take(FramesAtOnce)], Deletion: null));
        }
    }

    public Task<LookupPoint> FindEndAsync(CancellationToken cancellationToken)
    {
        lock (_guardsAll)
            return Task.FromResult(new LookupPoint(_seq, _deletions.Count));
    }

    public Task WaitAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(_more.Next, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken));

    private long NextOf(StreamId stream) => _frames.SelectMany(frame => frame.Events).Where(e => e.Stream == stream).Max(e => e.Version) + 1;

    private void Add(RecordedEvent[] events)
    {
        var before = events.Select(e => e.Stream).Distinct()
            .Select(stream => _streams.GetValueOrDefault(stream, new StreamBefore(stream, HistoryHasher.Seed(stream), 0, 0, -1))).ToList();
        var stored = new List<StoredEvent>();
        foreach (var stream in before)
            _streams[stream.Stream] = stream;
        for (var i = 0; i < events.Length; i++)
        {
            var e = events[i];
            var known = _streams[e.Stream];
            var index = (short)events[..i].Count(other => other.Stream == e.Stream);
            var count = (short)events.Count(other => other.Stream == e.Stream);
            stored.Add(StoredEvent.From(e, new StoredPlace("dc1.1", 0, 1, index, count, (short)i, (short)events.Length, 0, known.Hash), _hasher));
            _streams[e.Stream] = known with
            {
                Hash = stored[^1].Hash,
                Bytes = known.Bytes + e.Data.Length,
                Bucket = Math.Max(known.Bucket, buckets.Of(e.Version.Value - index)),
            };
        }

        _seq = stored[^1].Seq;
        _frames.Add(new Frame { Line = "dc1.1", Shard = 0, Epoch = 1, Previous = default, Events = stored, Streams = before, IdsKept = [] });
    }
}
