using System.IO.Enumeration;
using System.Text.RegularExpressions;
using EventAdmin.Conventions.Tests.Sources;

namespace EventAdmin.Conventions.Tests.Checks;

/// <summary>
/// Finds what a document names and the repository does not have. A word in backticks is
/// a path, if it has a slash that does not begin it or ends like a file of ours: a file or folder of that name exists, seen from the root, the
/// document, a project or the static assets;
/// an identifier, if it begins with a capital letter and has two humps or a dot: it is declared in our source or is a package we use;
/// a setting, if it is written LIKE_THIS or --like-this: a file that is no document has it too.
/// What is none of these is prose; so is a span of markup, but for its components, and a span of code with an assignment or a block. Foreign words are listed, and a listed word that no document uses any more is refused.
/// </summary>
internal sealed partial class DocumentedNames(IReadOnlyList<SourceFile> files, IEnumerable<string> foreignWords)
{
    private readonly DeclaredNames _declared = new(files);
    private readonly HashSet<string> _foreignWords = [.. foreignWords];
    private readonly HashSet<string> _usedForeignWords = [];
    private readonly HashSet<string> _packages = [.. files.Where(file => file.Name == "Directory.Packages.props").SelectMany(file => PackageName().Matches(file.Text)).Select(match => match.Groups["name"].Value)];
    private readonly HashSet<string> _paths = [.. files.SelectMany(file => SelfAndFolders(file.Path))];

    public IEnumerable<string> FindViolations()
    {
        foreach (var document in files.Where(file => file.HasExtension(".md")))
        {
            foreach (var (word, line) in WordsIn(document).Distinct())
            {
                if (_foreignWords.Contains(word))
                    _usedForeignWords.Add(word);
                else if (Complain(word, document) is { } complaint)
                    yield return $"{document.Path}:{line} names {word}: {complaint}";
            }
        }

        foreach (var word in _foreignWords.Except(_usedForeignWords))
            yield return $"no document uses the foreign word {word}: take it off the list";
    }

    private static IEnumerable<(string Word, int Line)> WordsIn(SourceFile document)
    {
        var isFenced = false;
        foreach (var (text, index) in document.Lines.Select((text, index) => (text, index)))
        {
            if (text.TrimStart().StartsWith("```", StringComparison.Ordinal))
                isFenced = !isFenced;

            var words = isFenced
                ? text.Split(' ').Where(word => RepositoryFolder().IsMatch(word))
                : CodeSpan().Matches(text).SelectMany(match => WordsOfSpan(match.Groups["code"].Value))
                    .Concat(LinkTarget().Matches(text).Select(match => match.Groups["path"].Value));
            foreach (var word in words.Select(word => word.Trim(',', ';', ':', '…')).Where(word => word.Length > 0))
                yield return (word, index + 1);
        }
    }

    private static IEnumerable<string> WordsOfSpan(string span) =>
        span.StartsWith('<') ? ComponentTag().Matches(span).Select(match => match.Groups["name"].Value)
        : Code().IsMatch(span) ? []
        : span.Split(' ');

    private string? Complain(string word, SourceFile document)
    {
        if (IsPath(word))
            return PathExists(Placeholder().Replace(word, "*").TrimEnd('/'), document) ? null : "there is no such file or folder";

        if (Setting().IsMatch(word))
            return IsInAFile(word) ? null : "no file has it";

        var name = word.Split('(', '<')[0];
        if (!Identifier().IsMatch(name) || !LooksLikeOurs(name))
            return null;

        return _declared.Contains(name) || _packages.Contains(name) ? null : "nothing of that name is declared";
    }

    private static bool IsPath(string word) =>
        !word.StartsWith('/') && !word.Contains("://", StringComparison.Ordinal) && !word.StartsWith('-')
        && (word.Contains('/', StringComparison.Ordinal) || FileOfOurs().IsMatch(word));

    private static bool LooksLikeOurs(string name) => name.Contains('.', StringComparison.Ordinal) || SecondHump().IsMatch(name);

    private bool PathExists(string path, SourceFile document)
    {
        // A bare file name may stand anywhere; a path is seen from the root, from the document or from a project.
        if (!path.Contains('/', StringComparison.Ordinal))
            return _paths.Any(one => FileSystemName.MatchesSimpleExpression(path, one.AsSpan(one.LastIndexOf('/') + 1), ignoreCase: false));

        var folders = files.Where(file => file.HasExtension(".csproj")).Select(file => file.Folder).Concat(["", "wwwroot-assets", document.Folder]);
        return folders.Any(folder => Resolve(folder, path) is { } resolved
            && (_paths.Contains(resolved) || (resolved.Contains('*', StringComparison.Ordinal) && _paths.Any(one => FileSystemName.MatchesSimpleExpression(resolved, one, ignoreCase: false)))));
    }

    private static string? Resolve(string folder, string path)
    {
        var parts = new Stack<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split('/').Where(part => part is not "."))
        {
            if (part != "..")
                parts.Push(part);
            else if (!parts.TryPop(out _))
                return null;
        }

        return string.Join('/', parts.Reverse());
    }

    private bool IsInAFile(string setting)
    {
        var name = setting.TrimStart('-').Split('=')[0];
        var spellings = setting.StartsWith('-') ? [$"--{name}", $"\"{name}\""] : new[] { name };
        return files.Any(file => !file.HasExtension(".md")
            && spellings.Any(spelling => file.Text.Contains(spelling, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> SelfAndFolders(string path)
    {
        for (; path.Length > 0; path = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "")
            yield return path;
    }

    [GeneratedRegex("(?<fence>`+)(?<code>.+?)\\k<fence>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("</?(?<name>[A-Z][A-Za-z0-9]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ComponentTag();

    [GeneratedRegex("[{};]| = |=>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"<[\w-]+>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\]\((?!\w+:|#)(?<path>[^)#\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"^(\./)?(src|tests|docs|scripts|wwwroot-assets|\.ci|\.github)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepositoryFolder();

    [GeneratedRegex(@"\.(md|cs|razor|css|js|json|sln|csproj|props|targets|sql|txt|yml|editorconfig|gitattributes)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileOfOurs();

    [GeneratedRegex(@"^([A-Z][A-Z0-9]*(_[A-Z0-9]+)+(=.*)?|--[a-z][\w-]*(=.*)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^[A-Z]\w*(\.[A-Z]\w*)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[a-z0-9][A-Z]|^[A-Z]{2}[a-z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecondHump();

    [GeneratedRegex("<PackageVersion Include=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackageName();
}
