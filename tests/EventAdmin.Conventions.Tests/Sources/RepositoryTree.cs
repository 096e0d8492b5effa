using System.Text;

namespace EventAdmin.Conventions.Tests.Sources;

/// <summary>The repository that this test was built from, without what a build or a run leaves in it.</summary>
internal static class RepositoryTree
{
    private static readonly HashSet<string> NotSource =
        [".git", ".idea", ".vs", "bin", "obj", "data", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static readonly string[] BinaryExtensions = [".png", ".gz", ".ico", ".woff2", ".db", ".db-wal", ".db-shm", ".user"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> LoadedFiles = new(static () => [.. Load(Root)]);

    public static string Root => field ??= FindRoot();

    public static IReadOnlyList<SourceFile> Files => LoadedFiles.Value;

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.HasExtension(".cs"));

    public static IEnumerable<SourceFile> ProductCSharp => CSharp.Where(file => file.IsUnder("src"));

    public static IEnumerable<SourceFile> ProjectFiles => Files.Where(file => file.HasExtension(".csproj"));

    /// <summary>The pictures of the documents: there, with nothing in them to read.</summary>
    public static IEnumerable<SourceFile> Pictures => Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.png", SearchOption.AllDirectories)
        .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), ""));

    public static IEnumerable<string> ProductProjects =>
        ProjectFiles.Where(file => file.IsUnder("src")).Select(file => Path.GetFileNameWithoutExtension(file.Name));

    public static SourceFile File(string path) =>
        Files.SingleOrDefault(file => file.Path == path) ?? throw new InvalidOperationException($"Expected a file {path} in {Root}.");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "EventAdmin.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"Expected EventAdmin.sln in a folder above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<SourceFile> Load(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path) == ".git" || BinaryExtensions.Contains(Path.GetExtension(path)))
                continue;

            // GetString keeps a byte order mark as U+FEFF, which ReadAllText would hide from the test that looks for it.
            var text = Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(path));
            if (!text.Contains('\0', StringComparison.Ordinal))
                yield return new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), text);
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (NotSource.Contains(Path.GetFileName(child)))
                continue;

            foreach (var file in Load(child))
                yield return file;
        }
    }
}
