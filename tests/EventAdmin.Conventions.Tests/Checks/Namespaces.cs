using EventAdmin.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>Holds that folder = namespace.</summary>
internal static class Namespaces
{
    public static IEnumerable<string> FindMisplaced(SourceFile file)
    {
        // src/Project/Folder/Deeper -> Project.Folder.Deeper
        var expected = string.Join('.', file.Folder.Split('/').Skip(1));
        return SyntaxOf.File(file).DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Select(declared => declared.Name.ToString())
            .Where(name => name != expected)
            .Select(name => $"{file.Path} is in namespace {name}, not {expected}");
    }
}
