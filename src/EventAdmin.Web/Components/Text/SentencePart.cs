namespace EventAdmin.Web.Components.Text;

/// <summary>Words of a template, or a value put into it.</summary>
public sealed record SentencePart(string Text, bool IsValue)
{
    public static SentencePart Words(string text) => new(text, IsValue: false);

    public static SentencePart Value(string text) => new(text, IsValue: true);
}
