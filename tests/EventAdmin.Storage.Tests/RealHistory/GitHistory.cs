using System.IO.Compression;
using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.RealHistory;

/// <summary>
/// Every file change on the main line of a public repository, imported once into a SQLite store, and the answers that git itself gives. Not
/// part of this repository: it is looked for in the folder that <c>EVENTADMIN_SHARED_DATA</c> names, else in <c>shared/data</c> beside the
/// repository or above it.
/// </summary>
public sealed class GitHistory : IAsyncLifetime
{
    private const string Variable = "EVENTADMIN_SHARED_DATA";
    private readonly SqliteHarness _harness = new();
    private readonly string? _folder = FindFolder();

    public static StreamId Stream { get; } = StreamId.Parse("tree-csharp-driver");

    public static string WhyAbsent => $"The real history is not here: no git-history folder in ${Variable} or in shared/data beside the repository.";

    public bool IsPresent => _folder is not null;

    public SqliteHarness Harness => _harness;

    public ImportResult? Imported { get; private set; }

    public Replayer Replayer => new(_harness.Storage, _harness.Storage, new ReplayOptions(), _harness.Clock, NullLogger<Replayer>.Instance);

    public async ValueTask InitializeAsync()
    {
        await _harness.OpenAsync(new EventLimits(), CancellationToken.None);
        if (IsPresent)
            Imported = await ImportAsync(CancellationToken.None);
    }

    public async Task<ImportResult> ImportAsync(CancellationToken cancellationToken)
    {
        var importer = new StreamImporter(_harness.Storage, new EventLimits(), _harness.Clock, NullLogger<StreamImporter>.Instance);
        await using var file = File.OpenRead(PathOf("events.ndjson.gz"));
        return await importer.ImportAsync(file, ImportOptions.Default, progress: null, cancellationToken);
    }

    public IReadOnlyList<KeyPoint> ReadKey() =>
    [
        .. ReadLines("key.ndjson.gz").Select(line => JsonSerializer.Deserialize<KeyPoint>(line, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("Expected a point, found null.")),
    ];

    public IEnumerable<string> ReadLines() => ReadLines("events.ndjson.gz");

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    private IEnumerable<string> ReadLines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private string PathOf(string name) => Path.Combine(_folder ?? throw new InvalidOperationException(WhyAbsent), name);

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

/// <summary>Folds file changes to a tree: path to blob.</summary>
internal sealed class TreeReducer : JsonReducer<Dictionary<string, string>>
{
    public TreeReducer()
        : base("tree", "1")
    {
        On<FileChange>("FileAdded", Put);
        On<FileChange>("FileModified", Put);
        On<FileChange>("FileDeleted", (tree, file) =>
        {
            tree.Remove(file.Path);
            return tree;
        });
    }

    protected override Dictionary<string, string> Create() => new(StringComparer.Ordinal);

    private static Dictionary<string, string> Put(Dictionary<string, string> tree, FileChange file)
    {
        tree[file.Path] = file.Blob ?? throw new JsonException("Expected a blob.");
        return tree;
    }

    private sealed record FileChange(string Path, string? Blob);
}
