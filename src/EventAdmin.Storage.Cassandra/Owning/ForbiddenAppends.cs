using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>The appends that must never happen: events of the system stream <c>$appends</c>, which name their ids.</summary>
internal static class ForbiddenAppends
{
    /// <summary>The stream.</summary>
    public static readonly StreamId Stream = StreamId.Parse("$appends");

    /// <summary>The type of its events.</summary>
    public const string Type = "AppendForbidden";

    private const string AppendName = "append";

    /// <summary>The append that forbids another one; the same every time, so that it is stored once.</summary>
    public static AppendRequest Forbid(AppendId append) => AppendRequest.To(Stream, ExpectedVersion.Any, new NewEvent
    {
        Id = EventId.FromName(Stream.Value, append.ToString()),
        Type = Type,
        Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { [AppendName] = append.ToString() }),
    });

    /// <summary>The append that an event forbids; null for every other event.</summary>
    public static AppendId? Of(StreamId stream, string type, ReadOnlyMemory<byte> data)
    {
        if (stream != Stream || type != Type)
            return null;
        try
        {
            using var json = JsonDocument.Parse(data);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(AppendName, out var name)
                && name.ValueKind == JsonValueKind.String && AppendId.TryParse(name.GetString(), out var append)
                ? append
                : null;
        }
        catch (JsonException)
        {
            // Somebody else's event, which forbids nothing.
            return null;
        }
    }
}
