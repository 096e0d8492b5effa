using System.Text.RegularExpressions;
using System.Xml.Linq;
using EventAdmin.Conventions.Tests.Sources;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Holds the drawing of <c>docs/architecture.md</c> against the project files.</summary>
internal static partial class ProjectReferences
{
    private static readonly HashSet<string> TestingMayReference = ["EventAdmin.EventSourcing", "EventAdmin.Storage.Sqlite"];

    // The library, and the program that runs what is in it as a process of its own.
    private static readonly HashSet<string> TestLibrary = ["EventAdmin.Testing", "EventAdmin.Clusters"];

    /// <summary>Reads lines of the form <c>A ──► B, C</c>; a line without an arrow names a project that references nothing of ours.</summary>
    public static Dictionary<string, HashSet<string>> ReadDrawing(string document)
    {
        var block = DrawingBlock().Match(document);
        if (!block.Success)
            throw new InvalidOperationException("Expected a fenced block ```drawing in the document.");

        var drawing = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var names = ProjectName().Matches(line).Select(match => match.Value).ToList();
            if (names.Count > 0)
                drawing.Add(names[0], [.. names.Skip(1)]);
        }

        return drawing;
    }

    public static HashSet<string> ReadReferences(SourceFile project) =>
        [.. ReadReferencePaths(project).Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    public static IEnumerable<string> FindDifferences(Dictionary<string, HashSet<string>> drawing, IEnumerable<SourceFile> productProjects)
    {
        var actual = productProjects.ToDictionary(NameOf, ReadReferences, StringComparer.Ordinal);
        foreach (var name in drawing.Keys.Except(actual.Keys))
            yield return $"{name} is drawn and does not exist";

        foreach (var (name, references) in actual)
        {
            if (!drawing.TryGetValue(name, out var drawn))
            {
                yield return $"{name} exists and is not drawn";
                continue;
            }

            foreach (var extra in references.Except(drawn))
                yield return $"{name} references {extra}, which is not drawn";
            foreach (var missing in drawn.Except(references))
                yield return $"{name} is drawn with an arrow to {missing} that it does not have";
        }
    }

    public static IEnumerable<string> FindTestsThatReachTooFar(IEnumerable<SourceFile> testProjects)
    {
        foreach (var project in testProjects)
        {
            var name = NameOf(project);
            foreach (var path in ReadReferencePaths(project))
            {
                var reference = Path.GetFileNameWithoutExtension(path);
                var isAllowed = name == "EventAdmin.Testing"
                    ? TestingMayReference.Contains(reference)
                    : path.StartsWith("../../src/", StringComparison.Ordinal) || TestLibrary.Contains(reference);
                if (!isAllowed)
                    yield return $"{name} may not reference {reference}";
            }
        }
    }

    /// <summary>Projects that others reference, but only under a condition: the solution would restore them for everybody.</summary>
    public static IEnumerable<string> FindBuiltOnDemand(IEnumerable<SourceFile> projects) => projects
        .SelectMany(project => XDocument.Parse(project.Text).Descendants("ProjectReference"))
        .GroupBy(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
        .Where(references => references.All(reference => reference.AncestorsAndSelf().Any(element => element.Attribute("Condition") is not null)))
        .Select(references => references.Key);

    private static IEnumerable<string> ReadReferencePaths(SourceFile project) => XDocument.Parse(project.Text)
        .Descendants("ProjectReference")
        .Select(reference => (string?)reference.Attribute("Include"))
        .OfType<string>()
        .Select(path => path.Replace('\\', '/'));

    private static string NameOf(SourceFile project) => Path.GetFileNameWithoutExtension(project.Name);

    [GeneratedRegex("```drawing\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DrawingBlock();

    [GeneratedRegex(@"\bEventAdmin(\.\w+)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectName();
}
