using EventAdmin.Conventions.Tests.Sources;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Holds the order of imports: System first, then by name.</summary>
internal static class Imports
{
    public static IEnumerable<string> FindUnsorted(SourceFile file)
    {
        var names = SyntaxOf.File(file).Usings
            .Where(import => import.Alias is null && import.StaticKeyword.Span.IsEmpty && import.GlobalKeyword.Span.IsEmpty)
            .Select(import => import.Name?.ToString() ?? "")
            .ToList();
        var sorted = names.OrderBy(name => !IsSystem(name)).ThenBy(name => name, StringComparer.OrdinalIgnoreCase).ToList();
        var first = names.Zip(sorted).FirstOrDefault(pair => pair.First != pair.Second);
        return first == default ? [] : [$"{file.Path} imports {first.First} where {first.Second} belongs"];
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
