using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Reading;

/// <summary>What stands in the feed in the place of an event that can't be read.</summary>
internal static class Unreadable
{
    public static RecordedEvent Marker(SqliteStatement row, EventDamagedException damage)
    {
        var position = FeedPosition.FromStore(row.Number(0));
        var recordedAt = FindInstant(row.Number(EventRowReader.RecordedAt));
        return new RecordedEvent
        {
            Position = position,
            Stream = damage.Stream,
            Version = damage.Version,
            Type = RecordedEvent.UnreadableType,
            Damage = damage.Damage,
            Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["damage"] = damage.Damage }),
            RecordedAt = recordedAt,
            OccurredAt = recordedAt,
            Id = EventId.FromName(RecordedEvent.UnreadableType, position.ToString()),
            Append = default,
        };
    }

    private static DateTimeOffset FindInstant(long stored) =>
        stored >= 0 && stored <= DateTimeOffset.MaxValue.UtcTicks - DateTimeOffset.UnixEpoch.Ticks ? Instants.FromStore(stored) : DateTimeOffset.UnixEpoch;
}
