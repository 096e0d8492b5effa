using System.Text.RegularExpressions;
using EventAdmin.Conventions.Tests.Sources;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Holds the numbering of the decisions in <c>docs/adr</c>.</summary>
internal static partial class Decisions
{
    private const int LinesMax = 60;

    public static IEnumerable<string> FindViolations(IEnumerable<SourceFile> pages)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var page in pages)
        {
            var name = FileName().Match(page.Name);
            if (!name.Success)
            {
                yield return $"{page.Path} is not named NNNN-title-in-words.md";
                continue;
            }

            var number = name.Groups["number"].Value;
            if (!seen.TryAdd(number, page.Path))
                yield return $"{page.Path} has the number of {seen[number]}";
            if (!page.Text.StartsWith($"# {number} ", StringComparison.Ordinal))
                yield return $"{page.Path} does not begin with '# {number} title'";
            if (page.LineCount > LinesMax)
                yield return $"{page.Path} is longer than a page of {LinesMax} lines";
        }
    }

    /// <summary>A package is explained when a page names it as a word of its own.</summary>
    public static IEnumerable<string> FindUnexplained(IEnumerable<string> packages, IEnumerable<SourceFile> pages)
    {
        var words = pages.SelectMany(page => Word().Matches(page.Text)).Select(match => match.Value.TrimEnd('.')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return packages.Distinct().Where(package => !words.Contains(package)).Select(package => $"no page of docs/adr names the package {package}");
    }

    [GeneratedRegex("^(?<number>[0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*\\.md$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"[\w.]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
