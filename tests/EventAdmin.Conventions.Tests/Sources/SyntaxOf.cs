using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventAdmin.Conventions.Tests.Sources;

/// <summary>Parses each C# file once for all tests.</summary>
internal static class SyntaxOf
{
    private static readonly ConcurrentDictionary<SourceFile, CompilationUnitSyntax> Parsed = new();

    public static CompilationUnitSyntax File(SourceFile file) => Parsed.GetOrAdd(
        file,
        static source => CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot());

    /// <summary>The simple name of a declared type.</summary>
    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
        DelegateDeclarationSyntax declared => declared.Identifier.Text,
        _ => throw new InvalidOperationException($"Expected a type, got {type.Kind()}."),
    };

    public static IEnumerable<MemberDeclarationSyntax> TypesIn(SourceFile file) => File(file).DescendantNodes()
        .OfType<MemberDeclarationSyntax>()
        .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>1-based line of a node, for messages.</summary>
    public static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
