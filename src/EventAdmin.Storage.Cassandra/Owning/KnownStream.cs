using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>A stream as its owner knows it, everything committed included.</summary>
/// <param name="Next">The version that its next event gets.</param>
/// <param name="First">The first version that counts.</param>
/// <param name="Hash">The hash of its history.</param>
/// <param name="Bytes">Bytes of data of all its events.</param>
/// <param name="Bucket">Its newest bucket; -1 when it has none.</param>
/// <param name="Status">0 open, else it takes no appends.</param>
internal readonly record struct KnownStream(long Next, long First, HistoryHash Hash, long Bytes, int Bucket, sbyte Status)
{
    public StreamState State => new(Next, First);

    public bool HasEvents => Next > First;

    /// <summary>A stream that never had events.</summary>
    public static KnownStream New(StreamId stream) => new(0, 0, HistoryHasher.Seed(stream), 0, -1, 0);
}
