namespace EventAdmin.EventSourcing.Events;

/// <summary>What one append does to one stream: what it expects, and the events to add. Without events it is a condition alone.</summary>
public sealed record StreamAppend
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>What must hold for the append to be stored.</summary>
    public required ExpectedVersion Expected { get; init; }

    /// <summary>The events, in order; empty for a condition.</summary>
    public IReadOnlyList<NewEvent> Events { get; init; } = [];
}
