using EventAdmin.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>The types of the repository with their members, and its namespaces.</summary>
internal sealed class DeclaredNames
{
    private readonly Dictionary<string, HashSet<string>> _membersByType = new(StringComparer.Ordinal);
    private readonly HashSet<string> _typesWithMore = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

    public DeclaredNames(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            if (file.HasExtension(".cs"))
                AddCSharp(file);
            else if (file.HasExtension(".razor"))
                AddComponent(Path.GetFileNameWithoutExtension(file.Name));
            else if (file.HasExtension(".csproj"))
                AddNamespace(Path.GetFileNameWithoutExtension(file.Name));
        }
    }

    /// <summary>Whether <c>Type</c>, <c>Member</c>, <c>Type.Member</c>, <c>Name.Space</c> or <c>Name.Space.Type</c> is declared.</summary>
    public bool Contains(string name)
    {
        if (_namespaces.Contains(name) || _membersByType.ContainsKey(name) || _members.Contains(name))
            return true;

        var lastDot = name.LastIndexOf('.');
        if (lastDot < 0)
            return false;

        var (owner, last) = (name[..lastDot], name[(lastDot + 1)..]);
        if (_namespaces.Contains(owner))
            return _membersByType.ContainsKey(last);

        var type = owner[(owner.LastIndexOf('.') + 1)..];
        return Contains(owner)
            && _membersByType.TryGetValue(type, out var members)
            && (members.Contains(last) || (_typesWithMore.Contains(type) && _members.Contains(last)));
    }

    private void AddCSharp(SourceFile file)
    {
        foreach (var declared in SyntaxOf.File(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
            AddNamespace(declared.Name.ToString());

        foreach (var node in SyntaxOf.TypesIn(file))
        {
            var type = SyntaxOf.NameOf(node);
            foreach (var member in MembersOf(node))
                AddMember(type, member);

            _membersByType.TryAdd(type, []);
            if (node is BaseTypeDeclarationSyntax { BaseList: not null })
                _typesWithMore.Add(type);
            if (node.Parent is BaseTypeDeclarationSyntax outer)
                AddMember(outer.Identifier.Text, type);
        }
    }

    private static IEnumerable<string> MembersOf(MemberDeclarationSyntax node) => node switch
    {
        EnumDeclarationSyntax @enum => @enum.Members.Select(member => member.Identifier.Text),
        TypeDeclarationSyntax type =>
        [
            .. type.ParameterList?.Parameters.Select(parameter => parameter.Identifier.Text) ?? [],
            .. type.Members.SelectMany(NamesOf),
        ],
        _ => [],
    };

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.Text],
        PropertyDeclarationSyntax property => [property.Identifier.Text],
        EventDeclarationSyntax @event => [@event.Identifier.Text],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.Text),
        _ => [],
    };

    // Members of a component may stand in its markup, which is not parsed.
    private void AddComponent(string name)
    {
        _membersByType.TryAdd(name, []);
        _typesWithMore.Add(name);
    }

    private void AddMember(string type, string member)
    {
        if (!_membersByType.TryGetValue(type, out var members))
            _membersByType[type] = members = new HashSet<string>(StringComparer.Ordinal);
        members.Add(member);
        _members.Add(member);
    }

    private void AddNamespace(string name)
    {
        for (var prefix = name; prefix.Length > 0; prefix = prefix.Contains('.', StringComparison.Ordinal) ? prefix[..prefix.LastIndexOf('.')] : "")
            _namespaces.Add(prefix);
    }
}
