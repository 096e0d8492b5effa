using System.Text;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Import;

/// <summary>A line that holds a CloudEvent, as far as it has to be known here; the server judges the rest.</summary>
internal sealed record EventLine(long Number, byte[] Bytes, string Stream, Guid Id)
{
    // The event's own braces, and data as deep as a store takes it.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = WireJson.DataDepthMax + 1 };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a line; what is wrong with it, or null.</summary>
    public static string? TryRead(long number, ReadOnlyMemory<byte> bytes, out EventLine? line)
    {
        line = null;
        try
        {
            // Parsing does not look at the bytes of texts that are not asked for.
            StrictUtf8.GetCharCount(bytes.Span);
            using var json = JsonDocument.Parse(bytes, Options);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                return "not a JSON object; expected one CloudEvent a line.";
            if (Text(json, "subject") is not { Length: > 0 } stream)
                return "no 'subject', or not a text: it names the stream.";
            if (Text(json, "id") is not { Length: > 0 } id)
                return "no 'id', or not a text: without one it would be stored again by every import.";
            line = new EventLine(number, bytes.ToArray(), stream, CloudEventId.Of(Text(json, "source") ?? "", id));
            return null;
        }
        catch (JsonException e)
        {
            return $"not JSON at byte {e.BytePositionInLine?.ToString(System.Globalization.CultureInfo.InvariantCulture)}.";
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidOperationException)
        {
            return "text that is not valid UTF-8.";
        }
    }

    /// <summary>What differs from an event that is stored under the same id; null when nothing does.</summary>
    public string? FindDifference(FeedEvent stored)
    {
        if (stored.Stream != Stream)
            return $"it is stored in stream '{stored.Stream}'";
        using var json = JsonDocument.Parse(Bytes, Options);
        if (Text(json, "type") is { } type && type != stored.Type)
            return $"its type is stored as '{stored.Type}'";
        return HasData(json.RootElement, stored) ? null : "its data are stored otherwise";
    }

    private static bool HasData(JsonElement root, FeedEvent stored)
    {
        if (root.TryGetProperty("data_base64", out var base64))
            return base64.TryGetBytesFromBase64(out var bytes) && bytes.AsSpan().SequenceEqual(stored.GetData());
        if (!root.TryGetProperty("data", out var data))
            return stored.GetData() is [] or [(byte)'n', ..];
        try
        {
            using var kept = JsonDocument.Parse(stored.GetData(), Options);
            return JsonElement.DeepEquals(data, kept.RootElement) || IsText(data, stored);
        }
        catch (JsonException)
        {
            return IsText(data, stored);
        }
    }

    private static bool IsText(JsonElement data, FeedEvent stored) =>
        data.ValueKind is JsonValueKind.String && Encoding.UTF8.GetBytes(data.GetString() ?? "").AsSpan().SequenceEqual(stored.GetData());

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
