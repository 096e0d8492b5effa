using System.Text.Json;
using System.Text.Json.Serialization;
using EventAdmin.Cli.Terminal;

namespace EventAdmin.Cli.Settings;

/// <summary>The configuration file: JSON with <c>server</c>, <c>timeout</c> and <c>color</c>, each of which may be left away.</summary>
internal sealed record ConfigurationFile
{
    public const string PathVariable = "EVENTADMIN_CONFIG";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public string? Server { get; init; }

    public string? Timeout { get; init; }

    public bool? Color { get; init; }

    /// <summary>Where it is, or would be.</summary>
    [JsonIgnore]
    public string Path { get; private init; } = "";

    [JsonIgnore]
    public bool IsThere { get; private init; }

    /// <summary>Reads the file; one that is not there is empty, but one that was named must be there.</summary>
    public static ConfigurationFile Read(Func<string, string?> variable)
    {
        var named = variable(PathVariable) is { Length: > 0 } path ? path : null;
        var place = named ?? System.IO.Path.Combine(FolderOf(variable), "eventadmin", "config.json");
        try
        {
            using var file = File.OpenRead(place);
            return (JsonSerializer.Deserialize<ConfigurationFile>(file, Json) ?? new()) with { Path = place, IsThere = true };
        }
        catch (Exception e) when (named is null && e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ConfigurationFile { Path = place };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.Configuration, $"The configuration file '{place}' can't be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(
                ExitCode.Configuration,
                Say.It($"The configuration file '{place}' is wrong in line {e.LineNumber + 1}: it is JSON with server, timeout and color, as in {{\"server\": \"{ClientSettings.ServerDefault}\"}}."),
                e);
        }
    }

    private static string FolderOf(Func<string, string?> variable)
    {
        if (variable("XDG_CONFIG_HOME") is { Length: > 0 } folder)
            return folder;
        return OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : System.IO.Path.Combine(variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
    }
}
