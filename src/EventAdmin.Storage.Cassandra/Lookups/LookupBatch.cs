using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>What frames of the log change in the look-ups. Made of the frames alone, so that writing it again changes nothing.</summary>
internal sealed class LookupBatch
{
    private readonly Dictionary<StreamId, HeadRow> _heads = [];
    private readonly List<CountedEvent> _events = [];
    private readonly List<StreamStart> _starts = [];
    private readonly List<EventRun> _runs = [];
    private readonly Dictionary<StreamId, StreamBucket> _streams = [];
    private readonly Buckets _buckets;

    /// <summary>The change that frames of one shard make, which follow each other.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="buckets">The buckets of streams.</param>
    public LookupBatch(IEnumerable<Frame> frames, Buckets buckets)
    {
        _buckets = buckets;
        foreach (var frame in frames)
            Add(frame);
    }

    /// <summary>How the streams stand after the frames.</summary>
    public IReadOnlyCollection<HeadRow> Heads => _heads.Values;

    /// <summary>The streams that have events now and had none before.</summary>
    public IReadOnlyList<StreamStart> Starts => _starts;

    /// <summary>The streams whose newest events begin a bucket.</summary>
    public IReadOnlyCollection<StreamBucket> Streams => _streams.Values;

    /// <summary>What events are found by.</summary>
    public IReadOnlyList<EventRun> Runs => _runs;

    /// <summary>What is counted, in order.</summary>
    public IReadOnlyList<CountedEvent> Events => _events;

    private void Add(Frame frame)
    {
        var before = frame.Streams.ToDictionary(static stream => stream.Stream);
        foreach (var e in frame.Events)
        {
            var stream = before[e.Stream];
            var isStart = e.Version == stream.FirstLive;
            if (isStart)
                _starts.Add(new StreamStart(e.Stream, e.RecordedAt));
            _events.Add(new CountedEvent(e.Stream.Category, e.Type, e.Seq, e.RecordedAt, isStart));
            Move(e, stream);
            Begin(e, stream.Bucket);
        }

        _runs.AddRange(EventRun.Of(frame.Events));
    }

    private void Move(StoredEvent e, StreamBefore stream)
    {
        var known = _heads.GetValueOrDefault(e.Stream);
        _heads[e.Stream] = new HeadRow
        {
            Stream = e.Stream,
            First = stream.FirstLive,
            Last = e.Version,
            FirstAt = e.Version == 0 ? e.RecordedAt : known?.FirstAt,
            LastAt = e.RecordedAt,
            Position = e.Seq,
            Bytes = (known?.Bytes ?? stream.Bytes) + e.DataBytes,
        };
    }

    private void Begin(StoredEvent e, int bucketBefore)
    {
        var known = _streams.GetValueOrDefault(e.Stream);
        var bucket = _buckets.Of(e.Version - e.Index);
        if (bucket > (known?.Bucket ?? bucketBefore))
            _streams[e.Stream] = new StreamBucket(e.Stream, e.Version == 0 ? e.RecordedAt : known?.CreatedAt, bucket);
    }
}

/// <summary>A stream that begins to have events.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="At">When its first event was recorded.</param>
internal sealed record StreamStart(StreamId Stream, DateTimeOffset At);

/// <summary>What is counted of an event.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Type">Its type.</param>
/// <param name="Seq">Its number.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="IsStart">Whether its stream had no events before it.</param>
internal sealed record CountedEvent(string Category, string Type, long Seq, DateTimeOffset At, bool IsStart);
