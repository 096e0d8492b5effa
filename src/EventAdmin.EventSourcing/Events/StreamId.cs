using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EventAdmin.EventSourcing.Events;

/// <summary>
/// The name of a stream: <c>category-id</c>, where the category is the text before the first <c>-</c> (the whole id when there is none).
/// Compared ordinally. Ids that start with <c>$</c> are the system's.
/// </summary>
public readonly record struct StreamId
{
    /// <summary>The longest id that can ever be stored, in UTF-16 code units; <see cref="EventLimits.StreamIdLengthMax"/> may be lower.</summary>
    public const int LengthMax = 512;

    /// <summary>The order of names (of streams, categories and types) on every store: byte by byte over UTF-8.</summary>
    public static readonly IComparer<string> ByUtf8 = Comparer<string>.Create(
        (left, right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)));

    /// <summary>The order of the catalogue on every store: byte by byte over UTF-8.</summary>
    public static readonly IComparer<StreamId> ByName = Comparer<StreamId>.Create((left, right) => ByUtf8.Compare(left.Value, right.Value));

    private readonly string? _value;

    private StreamId(string value) => _value = value;

    /// <summary>The id as text; throws <see cref="InvalidOperationException"/> on <c>default</c>, which names no stream.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A default StreamId names no stream.");

    /// <summary>The text before the first <c>-</c>, or the whole id when it has none.</summary>
    public string Category
    {
        get
        {
            var dash = Value.IndexOf('-', StringComparison.Ordinal);
            return dash < 0 ? Value : Value[..dash];
        }
    }

    /// <summary>True for the streams of the system itself, whose ids start with <c>$</c>.</summary>
    public bool IsSystem => Value[0] == '$';

    /// <summary>Checks <paramref name="text"/> and makes an id of it.</summary>
    /// <exception cref="FormatException">The text breaks a rule; the message says which.</exception>
    public static StreamId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Check(text) is { } problem ? throw new FormatException(problem) : new StreamId(text);
    }

    /// <summary>As <see cref="Parse"/>, with the answer as a value.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamId id)
    {
        id = text is not null && Check(text) is null ? new StreamId(text) : default;
        return id._value is not null;
    }

    /// <summary>
    /// What is wrong with <paramref name="text"/> as a stream id, or null when nothing is: 1 to <see cref="LengthMax"/> code units,
    /// no control characters, no lone surrogates, no white space at either end, a category before the first <c>-</c>.
    /// </summary>
    public static string? Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return "A stream id is empty.";
        if (text.Length > LengthMax)
            return $"A stream id has {text.Length} characters; at most {LengthMax} are allowed.";
        if (text[0] == '-' || text == "$")
            return "A stream id needs a category before its first '-'.";
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return "A stream id starts or ends with white space.";
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return $"A stream id has a control character (U+{(int)text[i]:X4}) at place {i}.";
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return $"A stream id has half a surrogate pair at place {i}.";
            i++;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "(no stream)";
}
