using System.Text.RegularExpressions;
using EventAdmin.Conventions.Tests.Sources;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Refuses names that say nothing.</summary>
internal static partial class TypeNames
{
    public static IEnumerable<string> FindEmptyWords(SourceFile file)
    {
        var names = file.HasExtension(".cs") ? SyntaxOf.TypesIn(file).Select(SyntaxOf.NameOf)
            : file.HasExtension(".razor") ? [Path.GetFileNameWithoutExtension(file.Name)]
            : [];
        return names.Distinct().Where(name => EmptyWord().IsMatch(name)).Select(name => $"{file.Path} declares {name}: say what it is");
    }

    [GeneratedRegex("(Manager|Helper|Util|Utility|Utilitie|Common|Info|Data|Base)s?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmptyWord();
}
