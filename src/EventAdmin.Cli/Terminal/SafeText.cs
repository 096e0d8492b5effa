using System.Globalization;
using System.Text;

namespace EventAdmin.Cli.Terminal;

/// <summary>
/// Makes text from outside safe to show: nothing in it moves the cursor, changes colours, reorders a line or hides. Each such character is
/// drawn as a picture or its code, so that what was there can still be told.
/// </summary>
internal static class SafeText
{
    private const char PictureOfNull = '␀';
    private const char PictureOfDelete = '␡';
    private const char Delete = '\u007F';

    /// <summary>The text on one line.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.EnumerateRunes().All(IsHarmless))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune))
                safe.Append(rune.ToString());
            else
                Draw(safe, rune.Value);
        }

        return safe.ToString();
    }

    /// <summary>The text on one line of at most so many characters, the rest as an ellipsis.</summary>
    public static string Of(string text, int lengthMax)
    {
        ArgumentNullException.ThrowIfNull(text);
        // What is cut off is not looked at: data may have a megabyte.
        var safe = Of(text.Length > 2 * lengthMax ? text[..(2 * lengthMax)] : text);
        return safe.Length <= lengthMax ? safe : string.Concat(TrimHalfPair(safe.AsSpan(0, Math.Max(lengthMax - 1, 0))), "…");
    }

    // A lone surrogate is read as the replacement character, which shows itself.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static void Draw(StringBuilder safe, int value)
    {
        if (value < ' ')
            safe.Append((char)(PictureOfNull + value));
        else if (value == Delete)
            safe.Append(PictureOfDelete);
        else
            safe.Append(CultureInfo.InvariantCulture, $"<U+{value:X4}>");
    }

    private static ReadOnlySpan<char> TrimHalfPair(ReadOnlySpan<char> text) => text is [.., var last] && char.IsHighSurrogate(last) ? text[..^1] : text;
}
