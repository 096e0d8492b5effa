using System.Reflection;

namespace EventAdmin.Cli.Tests.Hosting;

/// <summary>The programs that these tests start.</summary>
internal static class Programs
{
    public static string Configuration { get; } = typeof(Programs).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public static string RepositoryRoot { get; } = FindRoot();

    public static string Server { get; } = Path.Combine(AppContext.BaseDirectory, "EventAdmin.Web.dll");

    /// <summary>Where it is built, with all that it needs beside it; here some of that comes from a framework that it does not ask for.</summary>
    public static string CommandLine { get; } = Path.Combine(
        RepositoryRoot, "src", "EventAdmin.Cli", "bin", Configuration, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "eventadmin.dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventAdmin.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"Expected EventAdmin.sln in a folder above {AppContext.BaseDirectory}.");
    }
}
