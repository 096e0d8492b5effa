using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>Writes what is committed into its streams: what people read. Repeating it changes nothing, whoever does it.</summary>
internal sealed class Indexer(ShardSteps steps, ShardSettings settings)
{
    /// <summary>Writes a frame into its streams, and the ids that are kept.</summary>
    public Task IndexAsync(Frame frame, CancellationToken cancellationToken)
    {
        var writes = new List<Task>();
        var byStream = frame.Events.ToLookup(static e => e.Stream);
        foreach (var stream in frame.Streams)
        {
            foreach (var write in Divide(stream, byStream[stream.Stream]))
                writes.Add(steps.WriteIndexAsync((store, stop) => store.WriteBucketAsync(write, stop), cancellationToken));
        }

        if (frame.IdsKept.Count > 0)
        {
            var kept = frame.IdsKept.ToHashSet();
            foreach (var first in frame.Events.Where(e => e.Meta.AppendIndex == 0 && kept.Contains(e.Append)))
                writes.Add(steps.WriteIndexAsync((store, stop) => store.WriteAppendIdAsync(first, stop), cancellationToken));
        }

        return writes.Count == 1 ? writes[0] : Task.WhenAll(writes);
    }

    /// <summary>Writes into the newest bucket of each stream that it was emptied.</summary>
    public Task IndexAsync(DeletionRow deletion, Func<StreamId, int> bucketOf, CancellationToken cancellationToken) => Task.WhenAll(deletion.Streams.Keys.Select(
        stream => steps.WriteIndexAsync((store, stop) => store.WriteFirstLiveAsync(stream, bucketOf(stream), deletion, stop), cancellationToken)));

    // An append's events in a stream lie whole in the bucket of their first version.
    private IEnumerable<BucketWrite> Divide(StreamBefore before, IEnumerable<StoredEvent> events)
    {
        var (bucket, opens, bytes) = (before.Bucket, false, before.Bytes);
        var gathered = new List<StoredEvent>();
        foreach (var e in events)
        {
            if (e.Index == 0 && settings.Buckets.Of(e.Version) is var own && own > bucket)
            {
                if (gathered.Count > 0)
                    yield return new BucketWrite(bucket, [.. gathered], bytes, opens, before.FirstLive);
                gathered.Clear();
                (bucket, opens) = (own, true);
            }

            gathered.Add(e);
            bytes += e.DataBytes;
        }

        yield return new BucketWrite(bucket, gathered, bytes, opens, before.FirstLive);
    }
}
