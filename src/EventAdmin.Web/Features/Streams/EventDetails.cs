using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Streams;

/// <summary>One event as its inspector shows it.</summary>
public sealed record EventDetails
{
    public required RecordedEvent Event { get; init; }

    public required StreamHead Head { get; init; }

    public required EventSentence Sentence { get; init; }

    /// <summary>True when code has registered the type.</summary>
    public required bool IsKnownType { get; init; }

    public required Evidence Evidence { get; init; }

    /// <summary>The event before; null at the stream's first kept one.</summary>
    public StreamVersion? Previous => Event.Version > Head.First ? Event.Version.Plus(-1) : null;

    /// <summary>The event after; null at the newest.</summary>
    public StreamVersion? Next => Event.Version < Head.Last ? Event.Version.Plus(1) : null;
}
