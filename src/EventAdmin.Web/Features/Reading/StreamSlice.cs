using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Features.Reading;

/// <summary>A page of one stream, filtered by type.</summary>
/// <param name="Head">The stream when the page was read.</param>
/// <param name="Events">The events.</param>
/// <param name="Next">Where to go on; null when a stream read backward is at its first event.</param>
/// <param name="IsEnd">True when nothing more stood in that direction.</param>
public sealed record StreamSlice(StreamHead Head, IReadOnlyList<RecordedEvent> Events, StreamVersion? Next, bool IsEnd);

/// <summary>What page of one stream is asked for.</summary>
public sealed record StreamQuery
{
    public required StreamId Stream { get; init; }

    /// <summary>The first version to look at; null for the stream's own end in the direction.</summary>
    public StreamVersion? From { get; init; }

    public ReadDirection Direction { get; init; }

    /// <summary>Only these types; empty for all.</summary>
    public required IReadOnlySet<string> Types { get; init; }

    public required int CountMax { get; init; }
}
