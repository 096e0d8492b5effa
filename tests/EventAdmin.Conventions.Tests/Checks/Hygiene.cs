using System.Text.RegularExpressions;
using System.Xml.Linq;
using EventAdmin.Conventions.Tests.Sources;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Rules that one line of text can break.</summary>
internal static partial class Hygiene
{
    public static IEnumerable<string> FindViolations(SourceFile file)
    {
        if (file.Text.StartsWith('\uFEFF'))
            yield return $"{file.Path} begins with a byte order mark";
        if (file.Text.Contains('\r', StringComparison.Ordinal))
            yield return $"{file.Path} has carriage returns";

        var lines = file.Lines;
        for (var index = 0; index < lines.Length; index++)
        {
            var place = $"{file.Path}:{index + 1}";
            if (MachinePath().IsMatch(lines[index]))
                yield return $"{place} names a path of one machine";
            if (file.HasExtension(".cs") && Region().IsMatch(lines[index]))
                yield return $"{place} has a region";
            if (file.HasExtension(".razor") && StyleAttribute().IsMatch(lines[index]))
                yield return $"{place} has a style attribute";
            if (!file.HasExtension(".md") && UnfinishedWork().IsMatch(lines[index]))
                yield return $"{place} leaves work for later";
        }
    }

    /// <summary>Versions of packages stand in one file.</summary>
    public static IEnumerable<string> FindStrayVersions(SourceFile project) => XDocument.Parse(project.Text)
        .Descendants()
        .Where(element => element.Name.LocalName is "PackageReference" or "PackageVersion" or "GlobalPackageReference")
        .Where(element => element.Name.LocalName == "PackageVersion"
            || element.Attribute("Version") is not null
            || element.Attribute("VersionOverride") is not null
            || element.Elements().Any(child => child.Name.LocalName is "Version" or "VersionOverride"))
        .Select(element => $"{project.Path} gives a version to {element.Attribute("Include")?.Value}");

    public static IEnumerable<string> PackagesOf(SourceFile project) => XDocument.Parse(project.Text)
        .Descendants("PackageReference")
        .Select(element => element.Attribute("Include")?.Value)
        .OfType<string>();

    [GeneratedRegex(@"(^|[^A-Za-z0-9_.])/(work|farm)/|/roo[t]/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\s*#\s*(end)?region\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Region();

    // MudBlazor's Style parameter becomes the same attribute.
    [GeneratedRegex(@"(^|\s)[Ss]tyle\s*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleAttribute();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|XX[X])\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnfinishedWork();
}
