using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>A stream's newest bucket, and what stands at its end.</summary>
internal sealed record StreamTail
{
    /// <summary>The newest bucket.</summary>
    public required int Bucket { get; init; }

    /// <summary>The newest version.</summary>
    public required long Head { get; init; }

    /// <summary>The stream's hash up to it.</summary>
    public required HistoryHash Hash { get; init; }

    /// <summary>The first version that still counts.</summary>
    public required long First { get; init; }

    /// <summary>Bytes of data ever stored in the stream.</summary>
    public required long Bytes { get; init; }

    /// <summary>The newest event's number in the log.</summary>
    public required long Seq { get; init; }

    /// <summary>When the newest event was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>False when every event was deleted.</summary>
    public bool HasEvents => First <= Head;

    /// <summary>The stream as the catalogue knows it.</summary>
    public StreamHead ToHead(StreamId stream, DateTimeOffset firstAt) => new()
    {
        Stream = stream,
        First = StreamVersion.Of(First),
        Last = StreamVersion.Of(Head),
        FirstAt = firstAt,
        LastAt = RecordedAt,
        LastPosition = FeedPosition.FromStore(Seq),
        Bytes = Bytes,
    };
}
