namespace EventAdmin.EventSourcing.Events;

/// <summary>An event as a store holds it. Never changes.</summary>
public sealed record RecordedEvent
{
    /// <summary>The type of a marker in the place of an event that can't be read.</summary>
    public const string UnreadableType = "$unreadable";

    /// <summary>The event's id.</summary>
    public required EventId Id { get; init; }

    /// <summary>The stream it belongs to.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Its place in the stream.</summary>
    public required StreamVersion Version { get; init; }

    /// <summary>Its place in the feed.</summary>
    public required FeedPosition Position { get; init; }

    /// <summary>The name of its type.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the type's schema, from 1.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The data as stored, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The media type of <see cref="Data"/>.</summary>
    public string ContentType { get; init; } = NewEvent.Json;

    /// <summary>When the store took it, in UTC, to 100 ns; never decreases along a stream or the feed.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it happened, by its writer, in UTC; the recorded time when the writer did not say.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The append that stored it.</summary>
    public required AppendId Append { get; init; }

    /// <summary>What is known beside the data.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.None;

    /// <summary>
    /// What is wrong with what is stored of it, in words; null for every sound event. Such a marker stands in the feed in the place of an
    /// event that can't be read: its type is <see cref="UnreadableType"/>, its data say the damage, and nothing else of it is to be trusted.
    /// </summary>
    public string? Damage { get; init; }

    /// <summary>The stream's history up to and with this event; <c>default</c> where the store keeps no hashes.</summary>
    public HistoryHash History { get; init; }
}
