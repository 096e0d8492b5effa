using System.Globalization;
using System.IO.Compression;
using System.Text;
using EventAdmin.Testing.Processes;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Commands;

public sealed class Importing_and_exporting_by_verb : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private string Store => _folder.Combine("store.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_history_is_imported_once_however_often_it_is_given()
    {
        var file = await WriteAsync("history.ndjson", Lines(0, 300));

        var first = await RunAsync("import", file);
        var second = await RunAsync("import", file);

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Contains("300 events added, 0 were there", first.Output, StringComparison.Ordinal);
        Assert.Contains("0 events added, 300 were there", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_history_is_the_same_for_its_seed_and_added_once()
    {
        var first = await RunAsync("generate", "3", "--seed", "7");
        var second = await RunAsync("generate", "3", "--seed", "7");

        var added = int.Parse(first.Output.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.True(added > 20, first.Output);
        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"0 events added, {added} were there"), second.Output, StringComparison.Ordinal);
        Assert.Equal(64, (await RunAsync("generate", "0")).Code);
    }

    [Fact]
    public async Task What_was_exported_is_imported_elsewhere_byte_for_byte()
    {
        var lines = Lines(0, 50);
        await RunAsync("import", await WriteAsync("history.ndjson", lines));

        var compressed = _folder.Combine("all.ndjson.gz");
        Assert.Equal(0, (await RunAsync("export", compressed)).Code);
        Assert.Equal(0, (await ServerProcess.RunAsync(["import", compressed, "--store", _folder.Combine("second.db")], CancellationToken)).Code);
        var again = await ServerProcess.RunAsync(["export", "-", "--store", _folder.Combine("second.db")], CancellationToken);

        Assert.Equal(Data(lines), Data(again.Output));
        Assert.Equal(50, Data(again.Output).Count);
    }

    [Fact]
    public async Task A_category_or_a_stream_is_exported_alone()
    {
        await RunAsync("import", await WriteAsync("history.ndjson", Lines(0, 20)));

        var stream = await RunAsync("export", "--stream", "order-1", "-");
        var category = await RunAsync("export", "--category", "nobody", "-");

        Assert.Equal(5, Data(stream.Output).Count);
        Assert.Equal((0, 0), (category.Code, Data(category.Output).Count));
    }

    [Fact]
    public async Task The_first_bad_line_stops_with_its_number_and_what_stands_before_it_is_stored()
    {
        var file = await WriteAsync("history.ndjson", Lines(0, 10) + "{\"specversion\":\"1.0\"\n" + Lines(10, 10));

        var ending = await RunAsync("import", file);

        Assert.Equal(65, ending.Code);
        Assert.Contains("line 11", ending.Errors, StringComparison.Ordinal);
        Assert.Contains("10 events added", ending.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_lines_go_to_the_reject_file_where_one_is_named()
    {
        var file = await WriteAsync("history.ndjson", Lines(0, 10) + "no json\n" + Lines(10, 10));
        var rejects = _folder.Combine("rejects.ndjson");

        var ending = await RunAsync("import", file, "--rejects", rejects);

        Assert.Equal(65, ending.Code);
        Assert.Contains("20 events added", ending.Output, StringComparison.Ordinal);
        Assert.Equal("no json\n", await File.ReadAllTextAsync(rejects, CancellationToken));
    }

    [Fact]
    public async Task An_interrupted_import_keeps_what_is_stored_and_goes_on_when_it_is_run_again()
    {
        await using var import = ServerProcess.Start(["import", "-", "--store", Store]);
        await import.WriteAsync(Lines(0, 200), CancellationToken);
        await Files.UntilExistsAsync(Store + "-wal", CancellationToken);

        await import.InterruptAsync(CancellationToken);
        var ending = await import.EndAsync(CancellationToken);
        var again = await RunAsync("import", await WriteAsync("history.ndjson", Lines(0, 200)));

        Assert.Equal(130, ending.Code);
        Assert.Contains("goes on from there", ending.Errors, StringComparison.Ordinal);
        Assert.Equal(0, again.Code);
        Assert.Equal(200, Data((await RunAsync("export", "-")).Output).Count);
    }

    [Fact]
    public async Task A_store_whose_server_runs_is_refused_with_the_process_named()
    {
        var file = await WriteAsync("history.ndjson", Lines(0, 1));
        await using var server = ServerProcess.Start(["--store", Store, "--urls", "http://127.0.0.1:0"]);
        await server.ListenAsync(CancellationToken);

        var ending = await RunAsync("import", file);

        Assert.Equal(69, ending.Code);
        Assert.Contains($"process {server.Id.ToString(CultureInfo.InvariantCulture)}", ending.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ending.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var ending = await RunAsync("import", _folder.Combine("nothing.ndjson"));

        Assert.Equal(66, ending.Code);
        Assert.Contains("nothing.ndjson", ending.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("export")]
    public async Task Help_teaches_by_example(string verb)
    {
        var ending = await ServerProcess.RunAsync([verb, "--help"], CancellationToken);

        Assert.Equal(0, ending.Code);
        Assert.Contains("Examples:", ending.Output, StringComparison.Ordinal);
        Assert.Contains($"EventAdmin.Web {verb} ", ending.Output, StringComparison.Ordinal);
    }

    private static string Lines(int first, int count)
    {
        var text = new StringBuilder();
        for (var n = first; n < first + count; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{"specversion":"1.0","id":"{{n:00000000}}-0000-4000-8000-000000000000","source":"/test","datacontenttype":"application/json",""");
            text.Append(CultureInfo.InvariantCulture, $"\"type\":\"Placed\",\"subject\":\"order-{n % 4}\",\"time\":\"2026-03-01T10:00:00Z\",");
            text.Append(CultureInfo.InvariantCulture, $"\"data\":{{\"n\":{n},\"big\":9007199254740993,\"one\":1.0}}}}\n");
        }

        return text.ToString();
    }

    // The part that no store may touch.
    private static List<string> Data(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[line.IndexOf("\"data\":", StringComparison.Ordinal)..]
            .Split('}')[0]).Order(StringComparer.Ordinal)];

    private Task<Ending> RunAsync(string verb, params string[] arguments) =>
        ServerProcess.RunAsync([verb, .. arguments, "--store", Store], CancellationToken);

    private async Task<string> WriteAsync(string name, string lines)
    {
        var path = _folder.Combine(name);
        await File.WriteAllTextAsync(path, lines, CancellationToken);
        return path;
    }
}
