using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>Finds the head of a stream from nothing: its newest bucket, and that one's static cells.</summary>
internal sealed class Heads(ShardSteps steps, ShardSettings settings)
{
    private readonly Buckets _buckets = settings.Buckets;

    /// <summary>Reads a stream's head. Nothing of the stream may be on its way.</summary>
    public async Task<KnownStream> LoadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var newest = 0;
        if (await ReadAsync(stream, newest, cancellationToken).ConfigureAwait(false) is not { } head)
            return KnownStream.New(stream);

        // Buckets follow each other without a gap, and one is left only when it is full: leap on until one is empty, then look between.
        var leap = 1;
        int? empty = null;
        while (IsFull(newest, head) && empty != newest + 1)
        {
            var probed = empty is { } end ? Math.Min(newest + leap, newest + ((end - newest) / 2)) : newest + leap;
            if (await ReadAsync(stream, probed, cancellationToken).ConfigureAwait(false) is { } found)
                (newest, head, leap) = (probed, found, leap * 2);
            else
                (empty, leap) = (probed, int.MaxValue / 4);
        }

        return new KnownStream(head.Head + 1, head.FirstLive, head.Hash, head.Bytes, newest, head.Status);
    }

    private bool IsFull(int bucket, BucketHead head) => _buckets.Of(head.Head + 1) > bucket;

    private Task<BucketHead?> ReadAsync(StreamId stream, int bucket, CancellationToken cancellationToken) =>
        steps.ReadAsync((store, stop) => store.ReadHeadAsync(stream, bucket, stop), cancellationToken);
}
