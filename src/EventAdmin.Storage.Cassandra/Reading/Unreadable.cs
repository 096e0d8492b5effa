using System.Text.Json;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>What stands in the place of an event that can't be read.</summary>
internal static class Unreadable
{
    /// <summary>The marker in the place of rows of which none can be read.</summary>
    public static RecordedEvent Marker(StreamId stream, VersionRows found, string damage)
    {
        var seen = found.Rows.Select(static row => row.Event).FirstOrDefault(static one => one is not null);
        var recordedAt = seen?.RecordedAt ?? DateTimeOffset.UnixEpoch;
        return new RecordedEvent
        {
            Position = FeedPosition.FromStore(seen?.Seq ?? 0),
            Stream = stream,
            Version = StreamVersion.Of(found.Version),
            Type = RecordedEvent.UnreadableType,
            Damage = damage,
            Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["damage"] = damage }),
            RecordedAt = recordedAt,
            OccurredAt = recordedAt,
            Id = EventId.FromName(RecordedEvent.UnreadableType, $"{stream}@{found.Version}"),
            Append = default,
        };
    }
}
