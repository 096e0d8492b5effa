using System.Text.Json;
using System.Text.Json.Serialization;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Serialization;

/// <summary>Turns registered CLR values into events and back. Thread-safe.</summary>
public sealed class EventSerializer(EventTypeRegistry types)
{
    /// <summary>The JSON form of every registered type: camel case, enums by name, members unknown to the reader are passed over.</summary>
    public static readonly JsonSerializerOptions JsonOptions = CreateOptions();

    /// <summary>An event of a registered value.</summary>
    /// <exception cref="InvalidOperationException">The value's CLR type is not registered.</exception>
    public NewEvent Serialize(object data, EventId id, EventMetadata metadata, DateTimeOffset? occurredAt)
    {
        ArgumentNullException.ThrowIfNull(data);
        var registration = types.Find(data.GetType())
            ?? throw new InvalidOperationException($"{data.GetType()} is not registered as an event type.");
        return new NewEvent
        {
            Id = id,
            Type = registration.Name,
            SchemaVersion = registration.SchemaVersion,
            Data = JsonSerializer.SerializeToUtf8Bytes(data, registration.ClrType, JsonOptions),
            OccurredAt = occurredAt,
            Metadata = metadata,
        };
    }

    /// <summary>The value of an event, or null when its type is not registered.</summary>
    /// <exception cref="JsonException">The data is not what the registered type needs.</exception>
    public object? Deserialize(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return types.Find(e.Type) is { } registration ? JsonSerializer.Deserialize(e.Data.Span, registration.ClrType, JsonOptions) : null;
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
