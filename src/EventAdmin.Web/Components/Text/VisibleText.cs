using System.Globalization;
using System.Text;

namespace EventAdmin.Web.Components.Text;

/// <summary>Text from outside as it may be drawn: nothing in it can hide, reorder or break its surroundings.</summary>
public static class VisibleText
{
    private const int PictureOfNull = 0x2400;

    /// <summary>Control characters become their pictures (␀ ␉ ␊), invisible and direction-changing ones their code in brackets, lone surrogates �.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || !NeedsMarks(text))
            return text ?? "";
        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            Append(visible, rune);
        return visible.ToString();
    }

    private static bool NeedsMarks(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsMarked(rune))
                return true;
        }

        // A lone surrogate is enumerated as U+FFFD, which differs from what is stored but needs drawing all the same.
        return false;
    }

    private static bool IsMarked(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Append(StringBuilder visible, Rune rune)
    {
        if (!IsMarked(rune))
            visible.Append(rune.ToString());
        else if (rune.Value < 0x20)
            visible.Append((char)(PictureOfNull + rune.Value));
        else if (rune.Value is 0x7F)
            visible.Append('␡');
        else
            visible.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
    }
}
