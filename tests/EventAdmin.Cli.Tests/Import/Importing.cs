using System.IO.Compression;
using System.Text;
using System.Text.Json;
using EventAdmin.Cli.Tests.Hosting;

namespace EventAdmin.Cli.Tests.Import;

public sealed class Importing(OwnServer server) : IClassFixture<OwnServer>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_the_files_order_and_every_byte_of_data()
    {
        var lines = CloudEventLines.Make(60, "kept");
        var file = await WriteAsync("kept.ndjson", lines);

        var result = await server.Piped().RunAsync("import", file);

        Assert.Equal((60, 0, 0), Counts(result));
        var exported = await server.Piped().RunAsync("export", "--category", "kept");
        Assert.Equal(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(DataIn), exported.Lines.Select(DataIn));
    }

    [Fact]
    public async Task Adds_a_file_once_however_often_and_in_whatever_form_it_comes()
    {
        var lines = CloudEventLines.Make(40, "once");
        var file = await WriteAsync("once.ndjson", lines);
        var compressed = server.Combine("once.ndjson.gz");
        await using (var gzip = new GZipStream(File.Create(compressed), CompressionLevel.Fastest))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(lines), CancellationToken);

        var first = await server.Piped().RunAsync("import", file);
        var again = await server.Piped().RunAsync("import", compressed);
        var piped = await server.Piped(lines).RunAsync("import", "-");

        Assert.Equal([(40, 0, 0), (0, 40, 0), (0, 40, 0)], new[] { first, again, piped }.Select(Counts));
        Assert.False(File.Exists($"{file}.import"));
    }

    [Fact]
    public async Task Adds_what_is_missing_where_the_lines_are_cut_otherwise()
    {
        var lines = CloudEventLines.Make(30, "cut").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await server.Piped(string.Join('\n', lines.Where((_, n) => n % 3 == 1))).RunAsync("import", "-");

        var result = await server.Piped(string.Join('\n', lines)).RunAsync("import", "-");

        Assert.Equal((20, 10, 0), Counts(result));
    }

    [Fact]
    public async Task Stops_at_the_first_bad_line_and_has_stored_what_stands_before_it()
    {
        var lines = CloudEventLines.Make(5, "bad");

        var result = await server.Piped($"{lines}no json\n{CloudEventLines.One(9, "bad-9")}\n").RunAsync("import", "-");

        Assert.Equal(65, result.Code);
        Assert.Equal((5, 0, 1), Counts(result));
        Assert.Contains("Bad line 6: not JSON", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_bad_lines_in_a_file_and_goes_on_whoever_found_them()
    {
        var rejects = server.Combine("rejects.ndjson");
        var refusedByTheServer = CloudEventLines.One(3, "rejected-1").Replace("\"Placed\"", $"\"{new string('x', 500)}\"", StringComparison.Ordinal);
        var otherContent = CloudEventLines.One(0, "rejected-1").Replace("\"one\":1.0", "\"one\":2", StringComparison.Ordinal);
        string[] lines =
        [
            CloudEventLines.One(0, "rejected-1"), refusedByTheServer, CloudEventLines.One(1, "rejected-1"), "[]", "", otherContent, CloudEventLines.One(2, "rejected-1"),
        ];

        var result = await server.Piped(string.Join('\n', lines)).RunAsync("import", "-", "--rejects", rejects);

        Assert.Equal(65, result.Code);
        Assert.Equal((3, 0, 3), Counts(result));
        Assert.Equal([refusedByTheServer, "[]", otherContent], await File.ReadAllLinesAsync(rejects, CancellationToken));
    }

    [Fact]
    public async Task Notices_a_gzip_file_that_is_cut_off()
    {
        using var whole = new MemoryStream();
        await using (var gzip = new GZipStream(whole, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(CloudEventLines.Make(2000, "gzip")), CancellationToken);
        var file = server.Combine("short.ndjson.gz");
        await File.WriteAllBytesAsync(file, whole.ToArray()[..^1000], CancellationToken);

        var result = await server.Piped().RunAsync("import", file);

        Assert.Equal(65, result.Code);
        Assert.Contains("gzip", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_file_that_is_not_there()
    {
        var result = await server.Piped().RunAsync("import", server.Combine("nothing.ndjson"));

        Assert.Equal(66, result.Code);
        Assert.Contains("nothing.ndjson", result.Errors, StringComparison.Ordinal);
    }

    private static (int Added, int There, int Rejected) Counts(CommandResult result)
    {
        using var json = JsonDocument.Parse(Assert.Single(result.Lines));
        return (json.RootElement.GetProperty("added").GetInt32(), json.RootElement.GetProperty("alreadyThere").GetInt32(), json.RootElement.GetProperty("rejected").GetInt32());
    }

    // The part that no store may touch.
    private static string DataIn(string line)
    {
        using var json = JsonDocument.Parse(line);
        var data = json.RootElement.TryGetProperty("data", out var value) ? value : json.RootElement.GetProperty("data_base64");
        return $"{json.RootElement.GetProperty("id").GetString()} {data.GetRawText()}";
    }

    private async Task<string> WriteAsync(string name, string lines)
    {
        var path = server.Combine(name);
        await File.WriteAllTextAsync(path, lines, CancellationToken);
        return path;
    }
}
