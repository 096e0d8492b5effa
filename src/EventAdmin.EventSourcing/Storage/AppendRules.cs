using System.Text.Json;
using System.Text.Unicode;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>The rules that an append must keep before any store looks at it. Pure; the same on every store.</summary>
public static class AppendRules
{
    /// <summary>The first rule that <paramref name="request"/> breaks, or null when it keeps them all.</summary>
    public static AppendOutcome.Refused? Check(AppendRequest request, EventLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(limits);
        var count = request.EventCount;
        if (count == 0)
            return Invalid("An append needs at least one event.");
        if (count > limits.AppendEventsMax)
            return TooLarge($"The append has {count} events; at most {limits.AppendEventsMax} are allowed (AppendEventsMax).");

        var streams = new HashSet<StreamId>();
        var ids = new HashSet<EventId>();
        long bytes = 0;
        foreach (var stream in request.Streams)
        {
            if (!streams.Add(stream.Stream))
                return Invalid($"The append names stream '{stream.Stream}' twice.");
            if (stream.Stream.Value.Length > limits.StreamIdLengthMax)
                return TooLarge($"The stream id has {stream.Stream.Value.Length} characters; at most {limits.StreamIdLengthMax} are allowed (StreamIdLengthMax).");
            foreach (var e in stream.Events)
            {
                if (!ids.Add(e.Id))
                    return Invalid($"The append holds event id {e.Id} twice.");
                if (CheckEvent(e, limits) is { } refused)
                    return refused;
                bytes += SizeOf(e);
            }
        }

        return bytes > limits.AppendBytesMax
            ? TooLarge($"The append has {bytes} bytes; at most {limits.AppendBytesMax} are allowed (AppendBytesMax).")
            : null;
    }

    /// <summary>The bytes of data and metadata that count against <see cref="EventLimits.AppendBytesMax"/>.</summary>
    public static long SizeOf(NewEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        long bytes = e.Data.Length + e.Type.Length + e.ContentType.Length + Length(e.Metadata.Actor) + Length(e.Metadata.CausationId)
            + Length(e.Metadata.CorrelationId) + Length(e.Metadata.Source);
        foreach (var (name, value) in e.Metadata.Extensions)
            bytes += name.Length + value.Length;
        return bytes;
    }

    private static AppendOutcome.Refused? CheckEvent(NewEvent e, EventLimits limits)
    {
        if (e.Type.Length == 0 || e.Type.Any(char.IsControl))
            return Invalid($"Event {e.Id} has no type, or one with control characters.");
        if (!IsText(e.Type) || !IsText(e.ContentType) || !IsText(e.Metadata))
            return Invalid($"Event {e.Id} has a type, content type or metadata with half a surrogate pair, which is not Unicode.");
        if (e.Type.Length > limits.TypeLengthMax)
            return TooLarge($"The type of event {e.Id} has {e.Type.Length} characters; at most {limits.TypeLengthMax} are allowed (TypeLengthMax).");
        if (e.SchemaVersion < 1)
            return Invalid($"Event {e.Id} has schema version {e.SchemaVersion}; they start at 1.");
        if (e.Data.Length > limits.EventBytesMax)
            return TooLarge($"Event {e.Id} has {e.Data.Length} bytes of data; at most {limits.EventBytesMax} are allowed (EventBytesMax).");
        if (LongestOf(e.Metadata) is var longest && longest > limits.MetadataLengthMax)
            return TooLarge($"Event {e.Id} has a metadata value of {longest} characters; at most {limits.MetadataLengthMax} are allowed (MetadataLengthMax).");
        if (e.ContentType == NewEvent.Json && !IsJson(e.Data.Span, out var problem))
            return Invalid($"The data of event {e.Id} is not JSON: {problem}");
        return null;
    }

    private static bool IsJson(ReadOnlySpan<byte> data, out string problem)
    {
        problem = "text that is not valid UTF-8.";
        if (!Utf8.IsValid(data))
            return false;
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 128 });
            while (reader.Read())
            {
                // Escapes of names and text are only checked when a token is looked at.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    reader.GetString();
            }

            return true;
        }
        catch (JsonException e)
        {
            problem = $"line {e.LineNumber}, byte {e.BytePositionInLine}.";
        }
        catch (InvalidOperationException)
        {
            problem = "text that is not valid Unicode.";
        }

        return false;
    }

    private static bool IsText(EventMetadata metadata)
    {
        foreach (var (name, value) in metadata.Extensions)
        {
            if (!IsText(name) || !IsText(value))
                return false;
        }

        return IsText(metadata.Actor) && IsText(metadata.CausationId) && IsText(metadata.CorrelationId) && IsText(metadata.Source);
    }

    // A store keeps text as UTF-8, which has no half of a surrogate pair: it would come back as another character.
    private static bool IsText(ReadOnlySpan<char> text)
    {
        for (var first = text.IndexOfAnyInRange('\uD800', '\uDFFF'); first >= 0; first = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (first + 1 == text.Length || !char.IsSurrogatePair(text[first], text[first + 1]))
                return false;
            text = text[(first + 2)..];
        }

        return true;
    }

    private static int LongestOf(EventMetadata metadata) =>
        Math.Max(Math.Max(Length(metadata.Actor), Length(metadata.CausationId)), Math.Max(Length(metadata.CorrelationId), Length(metadata.Source)));

    private static int Length(string? text) => text?.Length ?? 0;

    private static AppendOutcome.Refused Invalid(string detail) => new(RefusalReason.Invalid, detail);

    private static AppendOutcome.Refused TooLarge(string detail) => new(RefusalReason.LimitExceeded, detail);
}
