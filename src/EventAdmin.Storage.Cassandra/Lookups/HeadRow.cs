using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>A stream as the catalogue shows it.</summary>
internal sealed record HeadRow
{
    public required StreamId Stream { get; init; }

    /// <summary>The first version that still counts; the next version when nothing of the stream is left.</summary>
    public required long First { get; init; }

    public required long Last { get; init; }

    /// <summary>When its first event ever was recorded; null where that is not known here.</summary>
    public required DateTimeOffset? FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Where its newest event stands.</summary>
    public required long Position { get; init; }

    /// <summary>Bytes of data ever stored in it.</summary>
    public required long Bytes { get; init; }

    /// <summary>The number of the last deletion that emptied it; 0 when none did.</summary>
    public long Deletion { get; init; }

    /// <summary>The first version that counted before that deletion.</summary>
    public long FirstBefore { get; init; }

    /// <summary>True when it has events.</summary>
    public bool IsLive => First <= Last;

    /// <summary>As readers know it; null when it has no events.</summary>
    public StreamHead? ToHead() => !IsLive ? null : new StreamHead
    {
        Stream = Stream,
        First = StreamVersion.Of(First),
        Last = StreamVersion.Of(Last),
        FirstAt = FirstAt ?? LastAt,
        LastAt = LastAt,
        LastPosition = FeedPosition.FromStore(Position),
        Bytes = Bytes,
    };
}
