using System.Text;
using System.Text.Json;
using EventAdmin.Cli.Terminal;
using Spectre.Console;

namespace EventAdmin.Cli.Output;

/// <summary>JSON for people: indented and coloured, every number and escape as it is written.</summary>
internal sealed class PrettyJson
{
    private const int DepthMax = 256;
    private readonly Paragraph _text = new();

    private PrettyJson()
    {
    }

    /// <summary>The JSON, or the text as it is where it is none.</summary>
    public static Paragraph Of(ReadOnlySpan<byte> json)
    {
        if (!IsJson(json))
            return new Paragraph(SafeText.Of(Encoding.UTF8.GetString(json)));
        var pretty = new PrettyJson();
        pretty.Append(json);
        return pretty._text;
    }

    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DepthMax });
            while (reader.Read())
                reader.TrySkip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>True for <c>application/json</c>, <c>text/json</c> and everything that ends in <c>+json</c>.</summary>
    public static bool IsJsonType(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var media = (end < 0 ? contentType : contentType[..end]).Trim();
        return media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private void Append(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
        var isFirst = true;
        while (reader.Read())
        {
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (reader.CurrentDepth > 0 || isEnd)
                Break(ref isFirst, isEnd, reader.CurrentDepth);
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                Add($"\"{Raw(reader.ValueSpan)}\"", Styles.Name);
                Add(": ", Style.Plain);
                reader.Read();
                isEnd = false;
            }

            AddValue(ref reader, json);
            isFirst = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
    }

    private void Break(ref bool isFirst, bool isEnd, int depth)
    {
        if (isEnd && isFirst)
            return;
        if (!isFirst && !isEnd)
            Add(",", Style.Plain);
        Add($"\n{new string(' ', 2 * depth)}", Style.Plain);
    }

    private void AddValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Add($"\"{Raw(reader.ValueSpan)}\"", Styles.Text);
                break;
            case JsonTokenType.Number:
                Add(Raw(reader.ValueSpan), Styles.Number);
                break;
            case JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                Add(Raw(reader.ValueSpan), Styles.Kind);
                break;
            default:
                Add(((char)json[(int)reader.TokenStartIndex]).ToString(), Style.Plain);
                break;
        }
    }

    private static string Raw(ReadOnlySpan<byte> token) => SafeText.Of(Encoding.UTF8.GetString(token));

    private void Add(string text, Style style) => _text.Append(text, style);
}
