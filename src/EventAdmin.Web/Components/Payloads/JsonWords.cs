using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventAdmin.Web.Components.Payloads;

/// <summary>Strings of a payload as JSON text that is safe to look at.</summary>
internal static class JsonWords
{
    /// <summary>Text without escapes; ill-formed parts become U+FFFD on screen, and copying takes the bytes instead.</summary>
    public static string Decode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate or bytes that are not UTF-8: shown as they are written.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>Quoted; letters stay letters, what cannot be seen or changes direction is written as an escape.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                quoted.Append("\\\"");
                break;
            case '\\':
                quoted.Append("\\\\");
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\r':
                quoted.Append("\\r");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            default:
                if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                {
                    foreach (var unit in rune.ToString())
                        quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                }
                else
                {
                    quoted.Append(rune.ToString());
                }

                break;
        }
    }
}
