using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.Web.Components.Text;

namespace EventAdmin.Web.Features.Wall;

/// <summary>
/// Says of an event what a wall may say: its type in words, and the values that the board's list allows. Never the sentence that
/// pages show, since that has values of its own choice. Never throws on an event's content.
/// </summary>
internal sealed class WallWords(WallBoard board)
{
    private const int TypeLengthMax = 48;
    private const int ValueLengthMax = 32;
    private const int ValuesMax = 3;

    public string Write(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var type = Shorten(SentenceWriter.SplitWords(e.Type), TypeLengthMax);
        var values = board.Fields.Count == 0 ? [] : ReadValues(e);
        return values.Count == 0 ? type : $"{type} · {string.Join(" · ", values)}";
    }

    private List<string> ReadValues(RecordedEvent e)
    {
        try
        {
            using var data = JsonDocument.Parse(e.Data, new JsonDocumentOptions { MaxDepth = 128 });
            return [.. board.Fields.Select(path => ReadValue(data.RootElement, path)).OfType<string>().Take(ValuesMax)];
        }
        catch (JsonException)
        {
            // Data that is not JSON has no fields.
            return [];
        }
    }

    // An object or a list could hold anything, so only what stands at the allowed path itself is shown.
    private static string? ReadValue(JsonElement root, string path)
    {
        var text = JsonPath.Find(root, path["data.".Length..]) switch
        {
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            { ValueKind: JsonValueKind.True } => "yes",
            { ValueKind: JsonValueKind.False } => "no",
            _ => null,
        };
        return text is null ? null : $"{SentenceWriter.SplitWords(path[(path.LastIndexOf('.') + 1)..]).ToLowerInvariant()} {Shorten(text, ValueLengthMax)}";
    }

    private static string Shorten(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
            return VisibleText.Of(text);
        var end = char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return VisibleText.Of(text[..end]) + "…";
    }
}
