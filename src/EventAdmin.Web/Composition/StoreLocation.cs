using EventAdmin.Storage.Cassandra.Configuration;

namespace EventAdmin.Web.Composition;

/// <summary>Where the embedded store is.</summary>
internal static class StoreLocation
{
    public const string Key = "Storage:Sqlite:Path";

    private const string FileName = "eventadmin.db";

    /// <summary>
    /// The path as configured; a relative one starts at the working directory. Where none is: <c>data</c> in the repository during
    /// development, else the folder of the user's local application data.
    /// </summary>
    public static string Find(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Key] is { Length: > 0 } configured)
            return Path.GetFullPath(configured);
        if (environment.IsDevelopment())
            return Path.Combine(RepositoryRoot() ?? Environment.CurrentDirectory, "data", FileName);
        var applicationData = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return applicationData.Length > 0
            ? Path.Combine(applicationData, "EventAdmin", FileName)
            : throw new StoreLocationException($"This user has no folder for application data: name the store with --store PATH or {Key}.");
    }

    /// <summary>Where the store is, to show: the embedded store's file, or the cluster's keyspace.</summary>
    public static string Describe(IConfiguration configuration, IHostEnvironment environment, CassandraOptions cluster) =>
        StoreProvider.IsCassandra(configuration)
            ? $"keyspace {cluster.Keyspace} at {string.Join(", ", cluster.ContactPoints)}"
            : Find(configuration, environment);

    private static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventAdmin.sln")))
                return folder.FullName;
        }

        return null;
    }
}
