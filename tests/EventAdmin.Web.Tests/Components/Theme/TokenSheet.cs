using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace EventAdmin.Web.Tests.Components.Theme;

/// <summary>The colours of <c>tokens.css</c>, read from the file that is served.</summary>
internal sealed partial class TokenSheet
{
    private readonly Dictionary<string, (string Light, string Dark)> _colours = new(StringComparer.Ordinal);

    public TokenSheet([CallerFilePath] string thisFile = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../.."));
        var sheet = File.ReadAllText(Path.Combine(root, "wwwroot-assets/css/tokens.css"));
        foreach (Match match in Token().Matches(sheet))
            _colours.Add(match.Groups["name"].Value, (match.Groups["light"].Value, match.Groups["dark"].Value));
    }

    public string Colour(string name, bool isDark) => isDark ? _colours[name].Dark : _colours[name].Light;

    /// <summary>Contrast as WCAG 2.2 defines it: 1 to 21.</summary>
    public double Contrast(string first, string second, bool isDark)
    {
        var (one, other) = (Luminance(Colour(first, isDark)), Luminance(Colour(second, isDark)));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--(?<name>[a-z-]+): light-dark\\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\\);", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
