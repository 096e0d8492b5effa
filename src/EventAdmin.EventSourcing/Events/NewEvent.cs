namespace EventAdmin.EventSourcing.Events;

/// <summary>An event as its writer gives it to a store.</summary>
public sealed record NewEvent
{
    /// <summary>The content type of <see cref="Data"/> where the writer names none.</summary>
    public const string Json = "application/json";

    /// <summary>The event's id, made by the writer before its first try.</summary>
    public required EventId Id { get; init; }

    /// <summary>The name of the event's type, apart from any CLR name.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the type's schema, from 1.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The data, stored byte for byte; UTF-8 JSON when <see cref="ContentType"/> says so. The caller must not change it afterwards.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The media type of <see cref="Data"/>.</summary>
    public string ContentType { get; init; } = Json;

    /// <summary>When it happened, by the writer; null when the writer does not say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>What is known beside the data.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.None;
}
