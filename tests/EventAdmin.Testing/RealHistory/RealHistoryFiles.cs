using System.IO.Compression;
using System.Text.Json;

namespace EventAdmin.Testing.RealHistory;

/// <summary>
/// Every file change on the main line of a public repository, and the answers that git itself gives. Not part of this repository: looked for in
/// the folder that <c>EVENTADMIN_SHARED_DATA</c> names, else in <c>shared/data</c> beside the repository or above it.
/// </summary>
public static class RealHistoryFiles
{
    private const string Variable = "EVENTADMIN_SHARED_DATA";

    private static readonly string? Folder = FindFolder();

    /// <summary>Whether the history is here.</summary>
    public static bool IsPresent => Folder is not null;

    /// <summary>What to say where it is not.</summary>
    public static string WhyAbsent => $"The real history is not here: no git-history folder in ${Variable} or in shared/data beside the repository.";

    /// <summary>The name of its one stream.</summary>
    public static string Stream => "tree-csharp-driver";

    /// <summary>The file of CloudEvents, one a line, gzip.</summary>
    public static string EventsPath => PathOf("events.ndjson.gz");

    /// <summary>The lines of <see cref="EventsPath"/>.</summary>
    public static IEnumerable<string> ReadLines() => ReadLines("events.ndjson.gz");

    /// <summary>What git says, commit by commit.</summary>
    public static IReadOnlyList<KeyPoint> ReadKey() =>
    [
        .. ReadLines("key.ndjson.gz").Select(line => JsonSerializer.Deserialize<KeyPoint>(line, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("Expected a point, found null.")),
    ];

    private static IEnumerable<string> ReadLines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static string PathOf(string name) => Path.Combine(Folder ?? throw new InvalidOperationException(WhyAbsent), name);

    private static string? FindFolder()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var places = new List<string>();
        if (!string.IsNullOrEmpty(named))
            places.Add(Path.Combine(named, "git-history"));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            places.Add(Path.Combine(folder.FullName, "shared", "data", "git-history"));
        return places.Find(place => File.Exists(Path.Combine(place, "events.ndjson.gz")));
    }
}

/// <summary>What git says of a commit: the version of its last event, its time, and the tree (path to blob).</summary>
public sealed record KeyPoint(string Commit, long Revision, DateTimeOffset Time, int Files, IReadOnlyDictionary<string, string> Tree);
