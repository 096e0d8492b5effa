using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>The rows of <c>streams</c>: what a stream is, and in which bucket its newest events are to be looked for first.</summary>
internal static class StreamTable
{
    private const string Insert = "INSERT INTO {keyspace}.streams (stream_id, category, created_at, newest_bucket) VALUES (?, ?, ?, ?)";

    /// <summary>Puts a stream.</summary>
    public static TableWrite Put(StreamBucket stream, long timestamp) => new(
        Insert,
        values =>
        {
            values.Text(stream.Stream.Value).Text(stream.Stream.Category);
            if (stream.CreatedAt is { } createdAt)
                values.Timestamp(createdAt);
            else
                values.Unset();
            values.Int32(stream.Bucket);
        },
        timestamp);
}

/// <summary>A stream whose newest events begin a bucket.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="CreatedAt">When its first event ever was recorded; null when that was before.</param>
/// <param name="Bucket">The bucket.</param>
internal sealed record StreamBucket(StreamId Stream, DateTimeOffset? CreatedAt, int Bucket);
