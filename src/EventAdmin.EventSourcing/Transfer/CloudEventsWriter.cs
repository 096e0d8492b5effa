using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>
/// Writes events as CloudEvents 1.0, one a line. JSON data goes out as it is stored, number tokens and all; only line breaks between its
/// tokens become blanks. What <see cref="CloudEventsReader"/> read is written back exactly. Not thread-safe.
/// </summary>
public sealed class CloudEventsWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _writer;

    /// <summary>A writer for any number of events.</summary>
    public CloudEventsWriter()
    {
        // Only for text that stays JSON: nothing of it is ever put into a page.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
        _writer = new Utf8JsonWriter(_line, options);
    }

    /// <summary>The event's line, line end included. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Write(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        _line.ResetWrittenCount();
        _writer.Reset(_line);
        _writer.WriteStartObject();
        WriteContext(e);
        WriteExtensions(e);
        _writer.WriteString(CloudEventNames.RecordedTime, CloudEventNames.Print(e.RecordedAt));
        _writer.WriteString(CloudEventNames.StreamVersion, e.Version.Value.ToString(CultureInfo.InvariantCulture));
        _writer.WriteString(CloudEventNames.FeedPosition, e.Position.ToString());
        WriteData(e);
        _writer.WriteEndObject();
        _writer.Flush();
        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteContext(RecordedEvent e)
    {
        var extensions = e.Metadata.Extensions;
        _writer.WriteString(CloudEventNames.SpecVersion, "1.0");
        WriteRawOr(CloudEventNames.Id, extensions.GetValueOrDefault(CloudEventNames.IdAsCame), e.Id.ToString());
        _writer.WriteString(CloudEventNames.Source, e.Metadata.Source ?? CloudEventNames.NoSource);
        _writer.WriteString(CloudEventNames.Type, e.Type);
        _writer.WriteString(CloudEventNames.Subject, e.Stream.Value);
        WriteRawOr(CloudEventNames.Time, extensions.GetValueOrDefault(CloudEventNames.TimeAsCame), CloudEventNames.Print(e.OccurredAt));
        _writer.WriteString(CloudEventNames.ContentType, e.ContentType);
        if (extensions.TryGetValue(CloudEventNames.Schema, out var schema))
            WriteRawOr(CloudEventNames.Schema, schema, schema);
        if (e.SchemaVersion != 1)
            _writer.WriteNumber(CloudEventNames.SchemaVersion, e.SchemaVersion);
        WriteIfKnown(CloudEventNames.CorrelationId, e.Metadata.CorrelationId);
        WriteIfKnown(CloudEventNames.CausationId, e.Metadata.CausationId);
        WriteIfKnown(CloudEventNames.Actor, e.Metadata.Actor);
    }

    private void WriteExtensions(RecordedEvent e)
    {
        if (e.Metadata.Extensions.Count == 0)
            return;
        foreach (var (name, value) in e.Metadata.Extensions.OrderBy(extension => extension.Key, StringComparer.Ordinal))
        {
            if (!CloudEventNames.Own.Contains(name))
                WriteRawOr(name, value, value);
        }
    }

    private void WriteData(RecordedEvent e)
    {
        if (CloudEventNames.IsJsonType(e.ContentType) && IsJson(e.Data.Span))
        {
            _writer.WritePropertyName(CloudEventNames.Json);
            _writer.WriteRawValue(OnOneLine(e.Data.Span), skipInputValidation: true);
        }
        else if (CloudEventNames.IsTextType(e.ContentType) && Utf8.IsValid(e.Data.Span))
        {
            _writer.WriteString(CloudEventNames.Json, e.Data.Span);
        }
        else
        {
            _writer.WriteBase64String(CloudEventNames.Base64, e.Data.Span);
        }
    }

    private void WriteIfKnown(string name, string? value)
    {
        if (value is not null)
            _writer.WriteString(name, value);
    }

    private void WriteRawOr(string name, string? json, string text)
    {
        if (json is not null && Encoding.UTF8.GetBytes(json) is var utf8 && IsJson(utf8))
        {
            _writer.WritePropertyName(name);
            _writer.WriteRawValue(OnOneLine(utf8), skipInputValidation: true);
        }
        else
        {
            _writer.WriteString(name, text);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
            return false;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 128 });
            while (reader.Read())
                reader.TrySkip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Inside of strings JSON has no line breaks, so each one stands between two tokens.
    private static ReadOnlySpan<byte> OnOneLine(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny((byte)'\n', (byte)'\r') < 0)
            return json;
        var copy = json.ToArray();
        copy.AsSpan().ReplaceAny(SearchValues.Create("\r\n"u8), (byte)' ');
        return copy;
    }
}
