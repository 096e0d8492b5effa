using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Web.Http.Api;

/// <summary>
/// Writes events as JSON, as <see cref="Client.Contracts.FeedEvent"/> reads them. Data that are JSON go out in their place as the bytes that
/// are stored; they are never parsed and printed again.
/// </summary>
internal static class EventJson
{
    /// <summary>For text that stays JSON and is never part of a page.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Writes an event as an object.</summary>
    public static void Write(Utf8JsonWriter writer, RecordedEvent e)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, e.Id.Value);
        writer.WriteString("stream"u8, e.Stream.Value);
        writer.WriteNumber("version"u8, e.Version.Value);
        writer.WriteString("position"u8, e.Position.ToString());
        writer.WriteString("type"u8, e.Type);
        writer.WriteNumber("schemaVersion"u8, e.SchemaVersion);
        writer.WriteString("recordedAt"u8, e.RecordedAt.UtcDateTime);
        writer.WriteString("occurredAt"u8, e.OccurredAt.UtcDateTime);
        writer.WriteString("appendId"u8, e.Append.Value);
        WriteIfKnown(writer, "correlationId"u8, e.Metadata.CorrelationId);
        WriteIfKnown(writer, "causationId"u8, e.Metadata.CausationId);
        WriteIfKnown(writer, "actor"u8, e.Metadata.Actor);
        WriteIfKnown(writer, "source"u8, e.Metadata.Source);
        WriteExtensions(writer, e.Metadata.Extensions);
        writer.WriteString("contentType"u8, e.ContentType);
        WriteData(writer, e);
        writer.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter writer, RecordedEvent e)
    {
        var data = e.Data.Span;
        if (CanStandInPlace(e.ContentType, data))
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        else if (Utf8.IsValid(data))
        {
            writer.WriteString("text"u8, data);
        }
        else
        {
            writer.WriteBase64String("bytes"u8, data);
        }
    }

    private static void WriteExtensions(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> extensions)
    {
        if (extensions.Count == 0)
            return;
        writer.WriteStartObject("extensions"u8);
        foreach (var (name, json) in extensions)
            writer.WriteString(name, json);
        writer.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    // Readers take a value without the blanks around it, and a carriage return ends a line of server-sent events: such data travel as text.
    private static bool CanStandInPlace(string contentType, ReadOnlySpan<byte> data) =>
        !data.IsEmpty && !Blanks.Contains(data[0]) && !Blanks.Contains(data[^1]) && !data.Contains((byte)'\r')
        && (contentType == NewEvent.Json || (contentType.EndsWith("json", StringComparison.OrdinalIgnoreCase) && IsJson(data)));

    private static bool IsJson(ReadOnlySpan<byte> data)
    {
        if (!Utf8.IsValid(data))
            return false;
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = Client.WireJson.DataDepthMax });
            while (reader.Read())
                reader.TrySkip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
