using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Import;

/// <summary>How far a file was imported into which server, and what stood in the file up to there.</summary>
internal sealed record ImportCheckpoint
{
    public required string Server { get; init; }

    /// <summary>Lines that are dealt with.</summary>
    public required long Lines { get; init; }

    /// <summary>SHA-256 over those lines.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The last event among them that is stored: whether it still is shows that it is the same store.</summary>
    public required Guid LastEvent { get; init; }

    public required long Added { get; init; }

    public required long AlreadyThere { get; init; }

    public required long Rejected { get; init; }

    /// <summary>The bytes of the reject file that belong to those lines; null without one.</summary>
    public long? RejectBytes { get; init; }
}

/// <summary>
/// Where a checkpoint is kept: beside the file, or where that can't be, in the user's state. Losing one loses time and nothing else, as the
/// same events are stored once.
/// </summary>
internal sealed class ImportCheckpointFile(string file, Func<string, string?> variable)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string[] _places = [$"{file}.import", PlaceInState(Path.GetFullPath(file), variable)];

    public ImportCheckpoint? Read()
    {
        foreach (var place in _places)
        {
            try
            {
                using var stream = File.OpenRead(place);
                return JsonSerializer.Deserialize<ImportCheckpoint>(stream, Json);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                // Not there, or of no use: then the import begins at the first line.
            }
        }

        return null;
    }

    public void Write(ImportCheckpoint checkpoint)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(checkpoint, Json);
        foreach (var place in _places)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(place)) ?? ".");
                StateFile.Replace(place, content);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next place; without any, a stopped import begins at the first line.
            }
        }
    }

    public void Delete()
    {
        foreach (var place in _places.Where(File.Exists))
            File.Delete(place);
    }

    private static string PlaceInState(string path, Func<string, string?> variable)
    {
        var state = variable("XDG_STATE_HOME") is { Length: > 0 } folder ? folder
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(variable("HOME") is { Length: > 0 } home ? home : Path.GetTempPath(), ".local", "state");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
        return Path.Combine(state, "eventadmin", $"{name}.import");
    }
}
