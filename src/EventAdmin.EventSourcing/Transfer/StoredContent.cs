using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>Compares an event of a file with the one that a store holds under its id.</summary>
internal static class StoredContent
{
    /// <summary>What differs, for people; null when nothing does.</summary>
    public static string? FindDifference(StreamId stream, NewEvent asked, RecordedEvent stored)
    {
        if (stored.Stream != stream)
            return $"it is stored in stream '{stored.Stream}'";
        if (stored.Type != asked.Type)
            return $"its type is stored as '{stored.Type}'";
        if (stored.SchemaVersion != asked.SchemaVersion)
            return $"its schema version is stored as {stored.SchemaVersion}";
        if (stored.ContentType != asked.ContentType)
            return $"its content type is stored as '{stored.ContentType}'";
        if (asked.OccurredAt is { } occurredAt && stored.OccurredAt != occurredAt)
            return $"its time is stored as {CloudEventNames.Print(stored.OccurredAt)}";
        if (!OnOneLine(stored.Metadata).Equals(OnOneLine(asked.Metadata)))
            return "its metadata is stored otherwise";
        return HasSameData(asked, stored) ? null : "its data is stored otherwise";
    }

    private static EventMetadata OnOneLine(EventMetadata metadata) =>
        metadata.Extensions.Values.Any(value => value.AsSpan().IndexOfAny('\r', '\n') >= 0)
            ? metadata with
            {
                Extensions = metadata.Extensions.ToDictionary(e => e.Key, e => e.Value.Replace('\r', ' ').Replace('\n', ' ')),
            }
            : metadata;

    // Export puts data on one line, so blanks between tokens may differ; every token must be the same.
    private static bool HasSameData(NewEvent asked, RecordedEvent stored)
    {
        if (asked.Data.Span.SequenceEqual(stored.Data.Span))
            return true;
        if (!CloudEventNames.IsJsonType(asked.ContentType))
            return false;
        try
        {
            return StateFingerprint.Canonicalise(asked.Data).AsSpan().SequenceEqual(StateFingerprint.Canonicalise(stored.Data));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
