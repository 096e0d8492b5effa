namespace EventAdmin.Web.Http.Downloads;

/// <summary>The name of a stream or category as part of a file's name.</summary>
internal static class DownloadName
{
    private const int LengthMax = 100;

    public static string Of(string text)
    {
        var name = string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '_'));
        return name.Length <= LengthMax ? name : name[..LengthMax];
    }
}
