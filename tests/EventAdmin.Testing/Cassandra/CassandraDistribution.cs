using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// The Cassandra and the Java that clusters are started from. Cassandra is the folder that <c>CASSANDRA_HOME</c> names, else an archive in
/// <c>shared/cassandra</c> beside the repository or above it, unpacked once. Cassandra 5.0 runs on Java 17 (or 11): a newer one is not taken.
/// </summary>
public sealed partial class CassandraDistribution
{
    private const string HomeVariable = "CASSANDRA_HOME";
    private const string Archives = "apache-cassandra-*.tar.gz";

    private static readonly Lazy<string?> Java = new(FindJava);

    private CassandraDistribution(string home, string java)
    {
        Home = home;
        JavaPath = java;
    }

    /// <summary>Why no cluster can be started; null where one can.</summary>
    public static string? WhyNot =>
        NamedHome is null && FindArchive() is null ? $"No Cassandra is here: {HomeVariable} names none, and no {Archives} is in shared/cassandra beside the repository."
        : NamedHome is { } home && !Directory.Exists(Path.Combine(home, "lib")) ? $"{HomeVariable} names {home}, which has no lib folder."
        : Java.Value is null ? "No Java 17 is here: not in JAVA_HOME, not in PATH, not in /usr/lib/jvm."
        : null;

    /// <summary>True where a missing Cassandra is a failure: a run that is to prove something must not pass by not looking.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable("EVENTADMIN_REQUIRE_CASSANDRA") == "1";

    /// <summary>The folder with <c>lib</c>.</summary>
    public string Home { get; }

    /// <summary>The executable of Java.</summary>
    public string JavaPath { get; }

    /// <summary>Where archives are unpacked, templates kept and clusters run: <c>EVENTADMIN_CASSANDRA_CACHE</c>, else a folder of this user among temporary files.</summary>
    public static string CacheFolder => Environment.GetEnvironmentVariable("EVENTADMIN_CASSANDRA_CACHE") is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Path.GetTempPath(), $"eventadmin-cassandra-{Environment.UserName}");

    private static string? NamedHome => Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    /// <summary>Finds both, and unpacks the archive where that has not been done.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what was looked for.</exception>
    public static async Task<CassandraDistribution> FindAsync(CancellationToken cancellationToken)
    {
        if (WhyNot is { } reason)
            throw new InvalidOperationException(reason);
        var home = NamedHome ?? await UnpackAsync(FindArchive()!, cancellationToken);
        return new CassandraDistribution(home, Java.Value!);
    }

    private static string? FindArchive()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var place = Path.Combine(folder.FullName, "shared", "cassandra");
            if (Directory.Exists(place) && Directory.EnumerateFiles(place, Archives).Order(StringComparer.Ordinal).LastOrDefault() is { } archive)
                return archive;
        }

        return null;
    }

    private static async Task<string> UnpackAsync(string archive, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(archive)[..^".tar.gz".Length];
        var folder = Path.Combine(CacheFolder, "dist");
        var home = Path.Combine(folder, name);
        if (Directory.Exists(home))
            return home;

        Directory.CreateDirectory(folder);
        using var turn = await FileLock.AcquireAsync(Path.Combine(folder, "unpack.lock"), cancellationToken);
        if (Directory.Exists(home))
            return home;
        var half = Path.Combine(folder, $"half-{Environment.ProcessId}");
        Directory.CreateDirectory(half);
        await using (var packed = File.OpenRead(archive))
        await using (var plain = new GZipStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(plain, half, overwriteFiles: true, cancellationToken);
        Directory.Move(Path.Combine(half, name), home);
        Directory.Delete(half, recursive: true);
        return home;
    }

    private static string? FindJava()
    {
        var places = new List<string>();
        if (Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } javaHome)
            places.Add(Path.Combine(javaHome, "bin", "java"));
        places.AddRange((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "java")));
        if (Directory.Exists("/usr/lib/jvm"))
            places.AddRange(Directory.EnumerateDirectories("/usr/lib/jvm", "*17*").Select(folder => Path.Combine(folder, "bin", "java")));
        return places.Where(File.Exists).FirstOrDefault(IsJava17);
    }

    private static bool IsJava17(string path)
    {
        using var process = Process.Start(ChildProcess.Describe(path, ["-version"]));
        return process is not null && Version17().IsMatch(process.StandardError.ReadToEnd());
    }

    [GeneratedRegex("""version "17[.0-9]*""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version17();
}
