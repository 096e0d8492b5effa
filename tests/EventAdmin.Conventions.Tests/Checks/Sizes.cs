using EventAdmin.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Counts lines of files and functions and compares them with the limits and with the list of those that are allowed to exceed them.</summary>
internal static class Sizes
{
    public const int FileLinesMax = 400;

    public const int FunctionLinesMax = 60;

    private static readonly string[] Measured = [".cs", ".razor", ".css", ".js"];

    /// <summary>What is over its limit: <c>path</c> or <c>path#Type.Function</c>, and its lines.</summary>
    public static Dictionary<string, int> FindOversized(IEnumerable<SourceFile> files)
    {
        var oversized = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.HasExtension(Measured) && !IsVendored(file)))
        {
            if (file.LineCount > FileLinesMax)
                oversized.Add(file.Path, file.LineCount);
            if (!file.HasExtension(".cs"))
                continue;

            foreach (var (name, lines) in FunctionsOf(file).Where(function => function.Lines > FunctionLinesMax))
                oversized[$"{file.Path}#{name}"] = Math.Max(lines, oversized.GetValueOrDefault($"{file.Path}#{name}"));
        }

        return oversized;
    }

    /// <summary>The list may only shrink: an entry must say exactly what is there now, and nothing may be there that has no entry.</summary>
    public static IEnumerable<string> Compare(Dictionary<string, int> oversized, string allowedList)
    {
        var allowed = ReadList(allowedList);
        foreach (var (name, lines) in oversized)
        {
            var limit = name.Contains('#', StringComparison.Ordinal) ? FunctionLinesMax : FileLinesMax;
            if (!allowed.TryGetValue(name, out var allowedLines))
                yield return $"{name} has {lines} lines; the limit is {limit}";
            else if (lines > allowedLines)
                yield return $"{name} grew from {allowedLines} to {lines} lines";
            else if (lines < allowedLines)
                yield return $"{name} shrank from {allowedLines} to {lines} lines: write that into the list";
        }

        foreach (var name in allowed.Keys.Except(oversized.Keys))
            yield return $"{name} is within its limit: take it off the list";
    }

    private static Dictionary<string, int> ReadList(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(line => !line.StartsWith("//", StringComparison.Ordinal))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static bool IsVendored(SourceFile file) => file.Path.Split('/').Contains("vendor") || file.Name.Contains(".min.", StringComparison.Ordinal);

    private static IEnumerable<(string Name, int Lines)> FunctionsOf(SourceFile file)
    {
        var unit = SyntaxOf.File(file);
        foreach (var node in unit.DescendantNodes())
        {
            var name = node switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text,
                ConstructorDeclarationSyntax => "ctor",
                DestructorDeclarationSyntax => "finalizer",
                OperatorDeclarationSyntax @operator => @operator.OperatorToken.Text,
                ConversionOperatorDeclarationSyntax => "conversion",
                LocalFunctionStatementSyntax local => local.Identifier.Text,
                AccessorDeclarationSyntax accessor => $"{accessor.Keyword.Text}:{PropertyOf(accessor)}",
                _ => null,
            };
            if (name is not null)
                yield return ($"{TypeOf(node)}.{name}", LinesOf(node));
        }

        var statements = unit.Members.OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0)
            yield return ("Program", statements.Sum(LinesOf));
    }

    private static string TypeOf(SyntaxNode node) =>
        node.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "Program";

    private static string PropertyOf(AccessorDeclarationSyntax accessor) =>
        accessor.Ancestors().OfType<PropertyDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "this";

    // The span has no leading trivia: comments above a function and its XML docs are not its lines.
    private static int LinesOf(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
