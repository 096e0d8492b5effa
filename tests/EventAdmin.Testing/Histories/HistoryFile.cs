using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace EventAdmin.Testing.Histories;

/// <summary>Keeps a history, so that what a run found can be looked at afterwards: one JSON a line, compressed, named by its hash.</summary>
public static class HistoryFile
{
    /// <summary>Writes a history into a folder, which is made where it is missing.</summary>
    /// <returns>The file.</returns>
    public static string Write(History history, string folder)
    {
        ArgumentNullException.ThrowIfNull(history);
        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var attempt in history.Appends.OrderBy(attempt => attempt.Invoked))
                WriteLine(compressed, Describe(attempt));
            foreach (var read in history.Reads.OrderBy(read => read.Invoked))
            {
                WriteLine(compressed, new
                {
                    read = read.Stream.Value,
                    read.Client,
                    read.Invoked,
                    read.Returned,
                    read.IsStrong,
                    read.Length,
                    events = read.Events.Select(e => new { e.Version, id = e.Print.Id.Value }),
                });
            }

            foreach (var (stream, events) in history.Final)
                WriteLine(compressed, new { final = stream.Value, events = events.Select(e => new { e.Version, id = e.Print.Id.Value, append = e.Append.Value, e.Damage }) });
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..16]}.ndjson.gz");
        File.WriteAllBytes(path, bytes.ToArray());
        return path;
    }

    private static object Describe(AppendAttempt attempt) => new
    {
        append = attempt.Append.Value,
        attempt.Client,
        attempt.Invoked,
        attempt.Returned,
        outcome = attempt.Outcome switch
        {
            AttemptOutcome.Ok ok => $"ok {string.Join(", ", ok.Firsts.Select(first => $"{first.Key} v{first.Value}"))}",
            AttemptOutcome.Conflict conflict => $"conflict {conflict.Stream} v{conflict.Actual}",
            AttemptOutcome.Fail fail => $"fail {fail.Why}",
            _ => "unknown",
        },
        streams = attempt.Streams.Select(part => new { stream = part.Stream.Value, expected = part.Expected.ToString(), events = part.Events.Select(e => e.Id.Value) }),
    };

    private static void WriteLine(GZipStream stream, object line)
    {
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(line, JsonSerializerOptions.Web));
        stream.WriteByte((byte)'\n');
    }
}
