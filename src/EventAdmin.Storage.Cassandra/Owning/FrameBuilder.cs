using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>Makes the frame of a group that was decided, and what the owner remembers once it is committed.</summary>
internal sealed class FrameBuilder(OwnerMemory memory, ShardSettings settings)
{
    private readonly HistoryHasher _hasher = new();

    public DecidedGroup Build(IReadOnlyList<OwnerWork.Append> appends, IReadOnlyList<AppendDecision> decisions, ShardRow shard)
    {
        var streams = new Dictionary<StreamId, KnownStream>();
        var before = new List<StreamBefore>();
        var events = new List<StoredEvent>();
        var kept = new List<AppendId>();
        for (var i = 0; i < appends.Count; i++)
        {
            if (decisions[i].Events.Count == 0)
                continue;
            if (AppendLookup.KeepsId(appends[i].Request, memory))
                kept.Add(appends[i].Request.Id);
            Add(decisions[i].Events, appends[i].Asked.Chunked, shard.Epoch, streams, before, events);
        }

        if (events.Count == 0)
            return new DecidedGroup(appends, decisions, null, null, streams);
        var frame = new Frame
        {
            Line = settings.Line,
            Shard = settings.Shard,
            Epoch = shard.Epoch,
            Previous = shard.TailHash,
            Events = events,
            Streams = before,
            IdsKept = kept,
        };
        return new DecidedGroup(appends, decisions, frame, FrameCodec.Encode(frame), streams);
    }

    private void Add(
        IReadOnlyList<RecordedEvent> append,
        IReadOnlyDictionary<EventId, int> chunked,
        int epoch,
        Dictionary<StreamId, KnownStream> streams,
        List<StreamBefore> before,
        List<StoredEvent> events)
    {
        // The events of one stream stand together.
        for (var i = 0; i < append.Count; i++)
        {
            var first = i;
            while (first > 0 && append[first - 1].Stream == append[i].Stream)
                first--;
            var end = i + 1;
            while (end < append.Count && append[end].Stream == append[i].Stream)
                end++;
            var known = FindOrBegin(append[i].Stream, streams, before);
            var place = new StoredPlace(
                settings.Line, settings.Shard, epoch, (short)(i - first), (short)(end - first), (short)i, (short)append.Count,
                chunked.GetValueOrDefault(append[i].Id), known.Hash);
            var stored = StoredEvent.From(append[i], place, _hasher);
            events.Add(stored);
            streams[append[i].Stream] = known with
            {
                Next = stored.Version + 1,
                Hash = stored.Hash,
                Bytes = known.Bytes + stored.DataBytes,
                Bucket = i == first ? Math.Max(known.Bucket, settings.Buckets.Of(stored.Version)) : known.Bucket,
            };
        }
    }

    private KnownStream FindOrBegin(StreamId stream, Dictionary<StreamId, KnownStream> streams, List<StreamBefore> before)
    {
        if (streams.TryGetValue(stream, out var known))
            return known;
        known = memory.Find(stream);
        before.Add(new StreamBefore(stream, known.Hash, known.First, known.Bytes, known.Bucket));
        return known;
    }
}

/// <summary>A group that is decided and not yet committed.</summary>
/// <param name="Appends">The appends, in order.</param>
/// <param name="Decisions">What was decided of each.</param>
/// <param name="Frame">What it adds to the log; null when no append was accepted.</param>
/// <param name="Row">The frame's row.</param>
/// <param name="Streams">The streams of its events, as they are after it.</param>
internal sealed record DecidedGroup(
    IReadOnlyList<OwnerWork.Append> Appends,
    IReadOnlyList<AppendDecision> Decisions,
    Frame? Frame,
    LogRow? Row,
    IReadOnlyDictionary<StreamId, KnownStream> Streams)
{
    /// <summary>Tells everybody who waits.</summary>
    public void Answer()
    {
        for (var i = 0; i < Appends.Count; i++)
            Appends[i].Tell(Decisions[i].Outcome);
    }
}
