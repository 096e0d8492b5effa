using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Components.Navigation;

namespace EventAdmin.Web.Features.Streams;

/// <summary>An event as text to take elsewhere. Data travels as its stored tokens: no number is read and written again.</summary>
public static class EventTexts
{
    private const string JsonSuffix = "json";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>True when the event says that its data is JSON and it is.</summary>
    public static bool IsJson(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (!e.ContentType.Split(';')[0].TrimEnd().EndsWith(JsonSuffix, StringComparison.OrdinalIgnoreCase))
            return false;
        var reader = new Utf8JsonReader(e.Data.Span, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            while (reader.Read())
            {
                // Only whether it can be read to its end counts.
            }

            return e.Data.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The data as text; null when it is not UTF-8.</summary>
    public static string? TextOf(ReadOnlySpan<byte> data)
    {
        try
        {
            return StrictUtf8.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The event and everything known about it, as indented JSON.</summary>
    public static string Json(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var buffer = new ArrayBufferWriter<byte>(e.Data.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            WriteJson(writer, e);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The event as one line of CloudEvents 1.0 JSON.</summary>
    public static string CloudEvent(RecordedEvent e)
    {
        using var writer = new CloudEventsWriter();
        return Encoding.UTF8.GetString(writer.Write(e).Span).TrimEnd('\n');
    }

    /// <summary>A command that reads the event's data from this server.</summary>
    public static string Curl(RecordedEvent e, Uri server)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(server);
        var url = new Uri(server, AppUrls.EventPayload(e.Stream.Value, e.Version.Value)).AbsoluteUri;
        return $"curl -sS '{url.Replace("'", "%27", StringComparison.Ordinal)}'";
    }

    /// <summary>Rows of 16 bytes: offset, hexadecimal, printable ASCII.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        const int RowBytes = 16;
        var text = new StringBuilder(bytes.Length * 5);
        for (var start = 0; start < bytes.Length; start += RowBytes)
        {
            var row = bytes[start..Math.Min(start + RowBytes, bytes.Length)];
            text.Append(CultureInfo.InvariantCulture, $"{start:x8}  ");
            for (var i = 0; i < RowBytes; i++)
                text.Append(i < row.Length ? row[i].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(i is 7 ? "  " : " ");
            text.Append(' ');
            foreach (var value in row)
                text.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void WriteJson(Utf8JsonWriter writer, RecordedEvent e)
    {
        writer.WriteStartObject();
        writer.WriteString("id", e.Id.Value);
        writer.WriteString("stream", e.Stream.Value);
        writer.WriteNumber("version", e.Version.Value);
        writer.WriteString("position", e.Position.ToString());
        writer.WriteString("type", e.Type);
        writer.WriteNumber("schemaVersion", e.SchemaVersion);
        writer.WriteString("recordedAt", AppUrls.Instant(e.RecordedAt));
        writer.WriteString("occurredAt", AppUrls.Instant(e.OccurredAt));
        writer.WriteString("append", e.Append.Value);
        writer.WriteString("contentType", e.ContentType);
        writer.WriteStartObject("metadata");
        WriteIfKnown(writer, "correlationId", e.Metadata.CorrelationId);
        WriteIfKnown(writer, "causationId", e.Metadata.CausationId);
        WriteIfKnown(writer, "actor", e.Metadata.Actor);
        WriteIfKnown(writer, "source", e.Metadata.Source);
        WriteExtensions(writer, e);
        writer.WriteEndObject();
        WriteData(writer, e);
        writer.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteExtensions(Utf8JsonWriter writer, RecordedEvent e)
    {
        foreach (var (name, json) in e.Metadata.Extensions)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    private static void WriteData(Utf8JsonWriter writer, RecordedEvent e)
    {
        if (!IsJson(e))
        {
            writer.WriteBase64String("dataBase64", e.Data.Span);
            return;
        }

        writer.WritePropertyName("data");
        writer.WriteRawValue(e.Data.Span, skipInputValidation: true);
    }
}
