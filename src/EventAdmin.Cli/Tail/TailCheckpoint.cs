using System.Text.Json;
using System.Text.Json.Serialization;
using EventAdmin.Cli.Terminal;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Tail;

/// <summary>Where a tail stands: the position up to which everything is written, of which events, and how long the output was then.</summary>
internal sealed record TailCheckpoint
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true };

    public required string Position { get; init; }

    public string? Stream { get; init; }

    public string? Category { get; init; }

    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The bytes of the output file that belong to the position; null without such a file.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>Reads the file; null where there is none yet.</summary>
    public static TailCheckpoint? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<TailCheckpoint>(file, Json) ?? throw new JsonException();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(ExitCode.BadInput, $"'{path}' is no checkpoint of a tail. Name another file; it is made where it is not there.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.NoInput, $"The checkpoint '{path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces the file in one step, so that a kill leaves the old one or the new one.</summary>
    public void Write(string path)
    {
        try
        {
            StateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.CannotWrite, $"The checkpoint '{path}' can't be written: {e.Message}", e);
        }
    }

    public bool IsOf(FeedSubscriptionRequest request) =>
        Stream == request.Stream && Category == request.Category && Types.SequenceEqual(request.Types, StringComparer.Ordinal);

    public string Describe() =>
        Stream is not null ? $"stream {Stream}" : $"{(Category is null ? "all streams" : $"category {Category}")}{(Types.Count == 0 ? "" : $", types {string.Join(',', Types)}")}";
}
