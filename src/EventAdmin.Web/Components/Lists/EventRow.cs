using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.Web.Components.Lists;

/// <summary>One event as a list draws it: rendered text and ids, never a payload.</summary>
public sealed record EventRow
{
    /// <summary>Unique in the list: stream id, version and event id.</summary>
    public required string Key { get; init; }

    public required string StreamId { get; init; }

    public required long Version { get; init; }

    /// <summary>The feed position as the store prints it.</summary>
    public string? Position { get; init; }

    public required DateTimeOffset RecordedTime { get; init; }

    public required IReadOnlyList<SentencePart> Sentence { get; init; }

    public required string Type { get; init; }

    public string? Actor { get; init; }

    public string? CorrelationId { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>The event's own page.</summary>
    public required string Url { get; init; }

    /// <summary>The store could not read this event; it keeps its place.</summary>
    public bool IsUnreadable { get; init; }

    public static string KeyOf(string streamId, long version, Guid eventId) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{streamId}\n{version}\n{eventId:N}");
}
