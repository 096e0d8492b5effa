using System.Globalization;
using System.Text;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Serialization;

/// <summary>
/// Writes the sentence of any event: by its type's template, else its type's name split into words, plus the actor. At most 200 characters,
/// then an ellipsis. Numbers are printed as stored. Thread-safe.
/// </summary>
public sealed class SentenceWriter(EventTypeRegistry types)
{
    /// <summary>What stands in place of a value that the event does not have.</summary>
    public const string NotRecorded = "(not recorded)";

    private const int LengthMax = 200;
    private const string Language = "en";

    /// <summary>The sentence of an event. Never throws on its content.</summary>
    public EventSentence Write(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Damage is { } damage)
        {
            return new EventSentence
            {
                Parts = [new SentencePart("This event can't be read: ", IsValue: false), new SentencePart(damage, IsValue: true), new SentencePart(".", IsValue: false)],
                Importance = EventImportance.Notable,
            };
        }

        var registration = types.Find(e.Type);
        var template = registration?.Sentences.GetValueOrDefault(Language);
        var parts = template is null ? WriteWithoutTemplate(e) : WriteTemplate(e, template);
        return new EventSentence
        {
            Parts = Shorten(parts),
            Importance = registration?.Importance ?? EventImportance.Normal,
            Topic = registration?.Topic,
        };
    }

    /// <summary>Splits a type's name into words: <c>LicenseReleased</c> is "License released", <c>order.paid_v2</c> is "Order paid v2".</summary>
    public static string SplitWords(string typeName)
    {
        ArgumentNullException.ThrowIfNull(typeName);
        var words = new StringBuilder();
        for (var i = 0; i < typeName.Length; i++)
        {
            var c = typeName[i];
            if (!char.IsLetterOrDigit(c))
            {
                if (words.Length > 0 && words[^1] != ' ')
                    words.Append(' ');
                continue;
            }

            var startsWord = i > 0 && char.IsUpper(c)
                && (char.IsLower(typeName[i - 1]) || (i + 1 < typeName.Length && char.IsLower(typeName[i + 1]) && char.IsUpper(typeName[i - 1])));
            if (startsWord && words.Length > 0 && words[^1] != ' ')
                words.Append(' ');
            var staysUpper = words.Length == 0 || (i + 1 < typeName.Length && char.IsUpper(typeName[i + 1])) || (i > 0 && char.IsUpper(typeName[i - 1]) && !startsWord);
            words.Append(words.Length == 0 ? char.ToUpperInvariant(c) : staysUpper ? c : char.ToLowerInvariant(c));
        }

        return words.Length == 0 ? typeName : words.ToString().TrimEnd();
    }

    private static List<SentencePart> WriteWithoutTemplate(RecordedEvent e)
    {
        var parts = new List<SentencePart> { new(SplitWords(e.Type), IsValue: true) };
        if (e.Metadata.Actor is { } actor)
        {
            parts.Add(new SentencePart(" by ", IsValue: false));
            parts.Add(new SentencePart(actor, IsValue: true));
        }

        return parts;
    }

    private static List<SentencePart> WriteTemplate(RecordedEvent e, SentenceTemplate template)
    {
        using var data = ParseData(e);
        var parts = new List<SentencePart>(template.Parts.Count);
        foreach (var part in template.Parts)
        {
            parts.Add(part.Format is null
                ? new SentencePart(part.Text, IsValue: false)
                : new SentencePart(ValueOf(e, data, part) ?? NotRecorded, IsValue: true));
        }

        return parts;
    }

    private static JsonDocument? ParseData(RecordedEvent e)
    {
        try
        {
            return JsonDocument.Parse(e.Data, new JsonDocumentOptions { MaxDepth = 128 });
        }
        catch (JsonException)
        {
            // Data that is not JSON has no paths; its sentence says "(not recorded)" where it would name one.
            return null;
        }
    }

    private static string? ValueOf(RecordedEvent e, JsonDocument? data, TemplatePart part) => part.Text switch
    {
        "actor" => e.Metadata.Actor,
        "stream" => e.Stream.Value,
        "version" => e.Version.ToString(),
        "meta.correlationId" => e.Metadata.CorrelationId,
        "meta.causationId" => e.Metadata.CausationId,
        "meta.source" => e.Metadata.Source,
        ['m', 'e', 't', 'a', '.', .. var name] => ExtensionOf(e, name, part.Format),
        ['d', 'a', 't', 'a', '.', .. var path] => data is not null && JsonPath.Find(data.RootElement, path) is { } value
            ? SentenceValue.Print(value, part.Format)
            : null,
        _ => null,
    };

    private static string? ExtensionOf(RecordedEvent e, string name, string? format)
    {
        if (!e.Metadata.Extensions.TryGetValue(name, out var json))
            return null;
        using var document = JsonDocument.Parse(json);
        return SentenceValue.Print(document.RootElement, format);
    }

    private static List<SentencePart> Shorten(List<SentencePart> parts)
    {
        var left = LengthMax;
        for (var i = 0; i < parts.Count; i++)
        {
            var text = parts[i].Text;
            if (text.Length <= left)
            {
                left -= text.Length;
                continue;
            }

            var cut = left > 0 && char.IsHighSurrogate(text[left - 1]) ? left - 1 : left;
            parts[i] = parts[i] with { Text = string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, cut)}…") };
            parts.RemoveRange(i + 1, parts.Count - i - 1);
        }

        return parts;
    }
}
