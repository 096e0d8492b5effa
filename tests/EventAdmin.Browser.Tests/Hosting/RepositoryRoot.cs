using System.Reflection;

namespace EventAdmin.Browser.Tests.Hosting;

/// <summary>The working copy that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>The app's own build, of the same configuration as these tests.</summary>
    public static string WebAssembly { get; } = System.IO.Path.Combine(
        Path, "src", "EventAdmin.Web", "bin",
        typeof(RepositoryRoot).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration,
        "net10.0", "EventAdmin.Web.dll");

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
