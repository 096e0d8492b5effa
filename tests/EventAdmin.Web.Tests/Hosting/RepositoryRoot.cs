namespace EventAdmin.Web.Tests.Hosting;

/// <summary>The working copy that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static IReadOnlyList<string> StaticAssets { get; } =
    [
        .. Directory.EnumerateFiles(Combine("wwwroot-assets"), "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Combine("wwwroot-assets"), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Combine(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "EventAdmin.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"Expected EventAdmin.sln in a folder above {AppContext.BaseDirectory}.");
    }
}
