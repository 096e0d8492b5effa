using System.Buffers;
using System.Text;
using System.Text.Json;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Output;

/// <summary>An event as one JSON object on one line. Data that are JSON go out token by token as they are stored.</summary>
internal static class EventJson
{
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    public static void Write(Utf8JsonWriter json, FeedEvent e)
    {
        json.WriteString("id", e.Id);
        json.WriteString("stream", e.Stream);
        json.WriteNumber("version", e.Version);
        json.WriteString("position", e.Position);
        json.WriteString("type", e.Type);
        json.WriteNumber("schemaVersion", e.SchemaVersion);
        json.WriteString("recordedAt", e.RecordedAt.UtcDateTime);
        json.WriteString("occurredAt", e.OccurredAt.UtcDateTime);
        WriteIfKnown(json, "correlationId", e.CorrelationId);
        WriteIfKnown(json, "causationId", e.CausationId);
        WriteIfKnown(json, "actor", e.Actor);
        WriteIfKnown(json, "source", e.Source);
        WriteExtensions(json, e.Extensions);
        json.WriteString("contentType", e.ContentType);
        WriteData(json, e);
    }

    /// <summary>JSON as it is, but on one line.</summary>
    public static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> value)
    {
        // Inside of strings JSON has no line breaks, so each one stands between two tokens.
        if (value.IndexOfAny(LineBreaks) < 0)
        {
            json.WriteRawValue(value, skipInputValidation: true);
            return;
        }

        var copy = value.ToArray();
        copy.AsSpan().ReplaceAny(LineBreaks, (byte)' ');
        json.WriteRawValue(copy, skipInputValidation: true);
    }

    private static void WriteExtensions(Utf8JsonWriter json, IReadOnlyDictionary<string, string> extensions)
    {
        if (extensions.Count == 0)
            return;
        json.WriteStartObject("extensions");
        foreach (var (name, value) in extensions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            WriteJsonOr(json, Encoding.UTF8.GetBytes(value), static (writer, text) => writer.WriteStringValue(text));
        }

        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, FeedEvent e)
    {
        var data = e.GetData();
        if (e.Bytes is not null)
        {
            json.WriteBase64String("bytes", data);
        }
        else if (PrettyJson.IsJsonType(e.ContentType))
        {
            json.WritePropertyName("data");
            WriteJsonOr(json, data, static (writer, text) => writer.WriteStringValue(text));
        }
        else
        {
            json.WriteString("text", data);
        }
    }

    private static void WriteJsonOr(Utf8JsonWriter json, byte[] value, Action<Utf8JsonWriter, byte[]> writeText)
    {
        if (PrettyJson.IsJson(value))
            WriteRaw(json, value);
        else
            writeText(json, value);
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
