using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>
/// Reads one CloudEvent 1.0 in its JSON form. Data is taken byte for byte. What an event can't hold as it came (an id that is no GUID, a
/// time finer than 100 ns or with an offset) is kept beside it, so that <see cref="CloudEventsWriter"/> writes it back. Pure.
/// </summary>
public static class CloudEventsReader
{
    // The event's own braces, and data as deep as a store takes it.
    private const int DepthMax = 129;

    /// <summary>Reads a line without its line end. The attribute <c>subject</c> names the stream.</summary>
    public static CloudEventLine Read(ReadOnlySpan<byte> line) => ReadEvent(line, stream: null);

    /// <summary>Reads an event of a stream that is known: it may leave out its <c>subject</c>, and can't name another stream.</summary>
    public static CloudEventLine Read(ReadOnlySpan<byte> json, StreamId stream) => ReadEvent(json, stream);

    /// <summary>The events of a batch, a JSON array, each as it stands there; null when it is none.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Split(ReadOnlyMemory<byte> batch)
    {
        try
        {
            var reader = new Utf8JsonReader(batch.Span, new JsonReaderOptions { MaxDepth = DepthMax + 1 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
                return null;
            var events = new List<ReadOnlyMemory<byte>>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                events.Add(batch[start..(int)reader.BytesConsumed]);
            }

            return reader.Read() ? null : events;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CloudEventLine ReadEvent(ReadOnlySpan<byte> line, StreamId? stream)
    {
        if (!Utf8.IsValid(line))
            return new CloudEventLine.Bad("not UTF-8.");
        try
        {
            return ReadAttributes(line, out var attributes) is { } problem ? new CloudEventLine.Bad(problem) : Make(attributes, stream);
        }
        catch (JsonException e)
        {
            return new CloudEventLine.Bad($"not JSON at byte {e.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            // Escapes that stand for half a surrogate pair, found when text is taken out.
            return new CloudEventLine.Bad("text that is not valid Unicode.");
        }
    }

    private static string? ReadAttributes(ReadOnlySpan<byte> line, out Attributes attributes)
    {
        attributes = new Attributes();
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = DepthMax });
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return "a JSON array; expected one event a line (NDJSON).";
        if (reader.TokenType != JsonTokenType.StartObject)
            return "not a JSON object.";
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            var kind = reader.TokenType;
            reader.Skip();
            if (!attributes.TryAdd(name, new AttributeValue(kind, line[start..(int)reader.BytesConsumed].ToArray(), text)))
                return $"attribute '{name}' is there twice.";
        }

        reader.Read();
        return null;
    }

    private static CloudEventLine Make(Attributes attributes, StreamId? known)
    {
        foreach (var name in (ReadOnlySpan<string>)[CloudEventNames.SpecVersion, CloudEventNames.Id, CloudEventNames.Source, CloudEventNames.Type])
        {
            if (attributes.Text(name) is null or "")
                return new CloudEventLine.Bad($"no '{name}', or not a text.");
        }

        if (attributes.Text(CloudEventNames.SpecVersion) is var version && version != "1.0")
            return new CloudEventLine.Bad($"specversion '{version}'; 1.0 is read.");
        if ((attributes.Text(CloudEventNames.Subject) ?? known?.Value) is not { } subject)
            return new CloudEventLine.Bad("no 'subject', or not a text: it names the stream.");
        if (!StreamId.TryParse(subject, out var stream))
            return new CloudEventLine.Bad($"subject '{subject}' is no stream id: {StreamId.Check(subject)}");
        if (known is { } expected && stream != expected)
            return new CloudEventLine.Bad($"subject '{subject}' is another stream than '{expected}'.");
        if (stream.IsSystem)
            return new CloudEventLine.Bad($"subject '{subject}' is a stream of the system, which nobody imports.");
        if (attributes.FindNotText() is { } notText)
            return new CloudEventLine.Bad($"'{notText}' is not a text.");
        return MakeEvent(stream, attributes);
    }

    private static CloudEventLine MakeEvent(StreamId stream, Attributes attributes)
    {
        var extensions = attributes.TakeExtensions();
        if (MakeData(attributes, out var contentType, out var data) is { } dataProblem)
            return new CloudEventLine.Bad(dataProblem);
        if (MakeTime(attributes, extensions, out var occurredAt) is { } timeProblem)
            return new CloudEventLine.Bad(timeProblem);
        if (MakeSchemaVersion(attributes, out var schemaVersion) is { } schemaProblem)
            return new CloudEventLine.Bad(schemaProblem);

        var source = attributes.Text(CloudEventNames.Source) ?? "";
        return new CloudEventLine.Good(stream, new NewEvent
        {
            Id = MakeId(source, attributes.Text(CloudEventNames.Id) ?? "", extensions),
            Type = attributes.Text(CloudEventNames.Type) ?? "",
            SchemaVersion = schemaVersion,
            Data = data,
            ContentType = contentType,
            OccurredAt = occurredAt,
            Metadata = new EventMetadata
            {
                CorrelationId = attributes.Text(CloudEventNames.CorrelationId),
                CausationId = attributes.Text(CloudEventNames.CausationId),
                Actor = attributes.Text(CloudEventNames.Actor),
                Source = source == CloudEventNames.NoSource ? null : source,
                Extensions = extensions,
            },
        });
    }

    private static EventId MakeId(string source, string text, SortedDictionary<string, string> extensions)
    {
        var id = Guid.TryParseExact(text, "D", out var guid) ? new EventId(guid) : EventId.FromName(source, text);
        if (id.ToString() != text)
            extensions[CloudEventNames.IdAsCame] = Quote(text);
        return id;
    }

    private static string? MakeData(Attributes attributes, out string contentType, out ReadOnlyMemory<byte> data)
    {
        var json = attributes.Find(CloudEventNames.Json);
        var base64 = attributes.Find(CloudEventNames.Base64);
        var named = attributes.Text(CloudEventNames.ContentType);
        contentType = named ?? (base64 is null ? NewEvent.Json : "application/octet-stream");
        data = default;
        if (json is not null && base64 is not null)
            return "both 'data' and 'data_base64'.";
        if (base64 is not null)
        {
            var bytes = new byte[(base64.Text?.Length ?? 0) * 3 / 4];
            if (base64.Text is null || !Convert.TryFromBase64String(base64.Text, bytes, out var length))
                return "'data_base64' is not Base64.";
            data = bytes.AsMemory(0, length);
            return null;
        }

        if (CloudEventNames.IsJsonType(contentType))
            data = json?.Raw ?? "null"u8.ToArray();
        else if (json is not null)
            data = json.Text is { } text ? Encoding.UTF8.GetBytes(text) : json.Raw;
        return null;
    }

    private static string? MakeTime(Attributes attributes, SortedDictionary<string, string> extensions, out DateTimeOffset? occurredAt)
    {
        occurredAt = null;
        if (attributes.Text(CloudEventNames.Time) is not { } text)
            return null;
        if (!TryParseTime(text, out var instant))
            return $"time '{text}' is not RFC 3339.";
        occurredAt = instant;
        if (CloudEventNames.Print(instant) != text)
            extensions[CloudEventNames.TimeAsCame] = Quote(text);
        return null;
    }

    // 2026-03-01T10:00:00.123456789+01:00: the date, the time, any number of digits, Z or an offset.
    private static bool TryParseTime(string text, out DateTimeOffset instant)
    {
        const int wholeSeconds = 19;
        const int ticksDigits = 7;
        instant = default;
        if (text.Length <= wholeSeconds)
            return false;
        var end = wholeSeconds;
        if (text[end] == '.')
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end == wholeSeconds + 1)
                return false;
        }

        var zone = text[end..];
        var fraction = text[wholeSeconds..Math.Min(end, wholeSeconds + 1 + ticksDigits)];
        return (zone is "Z" or "z" || (zone.Length == 6 && zone[0] is '+' or '-')) && DateTimeOffset.TryParseExact(
            $"{text[..wholeSeconds]}{fraction}{zone}".ToUpperInvariant(),
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out instant);
    }

    private static string? MakeSchemaVersion(Attributes attributes, out int schemaVersion)
    {
        schemaVersion = 1;
        if (attributes.Find(CloudEventNames.SchemaVersion) is not { } value)
            return null;
        var digits = value.Text ?? Encoding.UTF8.GetString(value.Raw);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out schemaVersion) && schemaVersion >= 1
            ? null
            : $"schemaversion {digits} is no whole number from 1.";
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Serialization.EventSerializer.JsonOptions);

    private sealed record AttributeValue(JsonTokenType Kind, byte[] Raw, string? Text);

    private sealed class Attributes
    {
        private static readonly string[] Texts =
        [
            CloudEventNames.Time, CloudEventNames.ContentType, CloudEventNames.Schema, CloudEventNames.CorrelationId,
            CloudEventNames.CausationId, CloudEventNames.Actor,
        ];

        private readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);

        public bool TryAdd(string name, AttributeValue value) => _values.TryAdd(name, value);

        /// <summary>The value, or null; an attribute that is null is not there, but data may be null.</summary>
        public AttributeValue? Find(string name) =>
            _values.TryGetValue(name, out var value) && (value.Kind != JsonTokenType.Null || name == CloudEventNames.Json) ? value : null;

        public string? Text(string name) => Find(name)?.Text;

        /// <summary>The optional attribute that should be a text and is not, or null.</summary>
        public string? FindNotText() => Texts.FirstOrDefault(name => Find(name) is { Text: null });

        public SortedDictionary<string, string> TakeExtensions()
        {
            var extensions = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in _values)
            {
                if (value.Kind != JsonTokenType.Null && (!CloudEventNames.Own.Contains(name) || name == CloudEventNames.Schema))
                    extensions.Add(name, Encoding.UTF8.GetString(value.Raw));
            }

            return extensions;
        }
    }
}
