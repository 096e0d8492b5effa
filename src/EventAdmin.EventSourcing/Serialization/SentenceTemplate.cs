namespace EventAdmin.EventSourcing.Serialization;

/// <summary>
/// A sentence with places for values: <c>{path}</c> or <c>{path|format}</c>; doubled braces are literal. Paths are names joined by dots with
/// <c>[n]</c> for items, and start with <c>data.</c> or <c>meta.</c>, or are <c>actor</c>, <c>stream</c> or <c>version</c>. Formats:
/// text, number, money, date, instant, duration, list, enum. At most 16 places. No logic, no markup.
/// </summary>
public sealed class SentenceTemplate
{
    /// <summary>Most places in one template.</summary>
    public const int PlacesMax = 16;

    private static readonly string[] Formats = ["text", "number", "money", "date", "instant", "duration", "list", "enum"];
    private static readonly string[] Roots = ["actor", "stream", "version"];

    private SentenceTemplate(string text, IReadOnlyList<TemplatePart> parts)
    {
        Text = text;
        Parts = parts;
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    internal IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">It breaks a rule; the message says which.</exception>
    public static SentenceTemplate Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var parts = new List<TemplatePart>();
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
            }
            else
            {
                var end = text[i] == '{' ? text.IndexOf('}', i) : -1;
                if (end < 0)
                    throw new FormatException($"The sentence '{text}' has a brace without its partner at place {i}.");
                if (literal.Length > 0)
                    parts.Add(new TemplatePart(literal.ToString(), Format: null));
                literal.Clear();
                parts.Add(ParsePlace(text, text[(i + 1)..end]));
                i = end;
            }
        }

        if (literal.Length > 0)
            parts.Add(new TemplatePart(literal.ToString(), Format: null));
        if (parts.Count(part => part.Format is not null) > PlacesMax)
            throw new FormatException($"The sentence '{text}' has more than {PlacesMax} places.");
        return new SentenceTemplate(text, parts);
    }

    private static TemplatePart ParsePlace(string template, string place)
    {
        var bar = place.IndexOf('|', StringComparison.Ordinal);
        var path = bar < 0 ? place : place[..bar];
        var format = bar < 0 ? "text" : place[(bar + 1)..];
        if (!Formats.Contains(format, StringComparer.Ordinal))
            throw new FormatException($"The sentence '{template}' names the format '{format}'; known are {string.Join(", ", Formats)}.");
        var isPath = path.StartsWith("data.", StringComparison.Ordinal) || path.StartsWith("meta.", StringComparison.Ordinal);
        if (!isPath && !Roots.Contains(path, StringComparer.Ordinal))
            throw new FormatException($"The sentence '{template}' has the path '{path}'; paths start with data. or meta., or are actor, stream or version.");
        return new TemplatePart(path, format);
    }
}

/// <summary>A literal (format null) or the path of a value with its format.</summary>
internal sealed record TemplatePart(string Text, string? Format);
