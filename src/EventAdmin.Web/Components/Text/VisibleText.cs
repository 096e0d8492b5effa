using System.Globalization;
using System.Text;

namespace EventAdmin.Web.Components.Text;

/// <summary>Text from outside as it may be drawn: nothing in it can hide, reorder or break its surroundings.</summary>
public static class VisibleText
{
    private const int BeginningMax = 1_000;

    /// <summary>Tabs and line ends become ⇥ and ↵; other control, invisible and direction-changing characters their code in brackets.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || !NeedsMarks(text))
            return text ?? "";
        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            Append(visible, rune);
        return visible.ToString();
    }

    /// <summary>As <see cref="Of"/>, and no longer than a place on a page can hold: of a longer text the beginning, and how long it is.</summary>
    public static string Beginning(string? text, int charactersMax = BeginningMax)
    {
        if (text is null || text.Length <= charactersMax)
            return Of(text);
        var end = char.IsHighSurrogate(text[charactersMax - 1]) ? charactersMax - 1 : charactersMax;
        return string.Create(CultureInfo.InvariantCulture, $"{Of(text[..end])}… ({text.Length:N0} characters)");
    }

    private static bool NeedsMarks(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsMarked(rune))
                return true;
        }

        return false;
    }

    private static bool IsMarked(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Append(StringBuilder visible, Rune rune)
    {
        if (!IsMarked(rune))
            visible.Append(rune.ToString());
        else if (rune.Value is '\t')
            visible.Append('⇥');
        else if (rune.Value is '\n')
            visible.Append('↵');
        else
            visible.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
    }
}
