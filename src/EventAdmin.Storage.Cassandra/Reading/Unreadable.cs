using System.Text.Json;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>What stands in the place of an event that can't be read.</summary>
internal static class Unreadable
{
    public static RecordedEvent Marker(EventPlace place, string damage) => new()
    {
        Position = FeedPosition.FromStore(place.Seq),
        Stream = place.Stream,
        Version = StreamVersion.Of(place.Version),
        Type = RecordedEvent.UnreadableType,
        Damage = damage,
        Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["damage"] = damage }),
        RecordedAt = place.RecordedAt,
        OccurredAt = place.RecordedAt,
        Id = EventId.FromName(RecordedEvent.UnreadableType, $"{place.Stream}@{place.Version}"),
        Append = default,
    };
}

/// <summary>Where an event stands, as far as it can be told.</summary>
internal readonly record struct EventPlace(StreamId Stream, long Version, long Seq, DateTimeOffset RecordedAt);
