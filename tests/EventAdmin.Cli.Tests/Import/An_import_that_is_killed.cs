using System.Text.Json.Nodes;
using EventAdmin.Cli.Tests.Hosting;
using EventAdmin.Testing.RealHistory;

namespace EventAdmin.Cli.Tests.Import;

public sealed class An_import_that_is_killed : IAsyncDisposable
{
    private const int Kills = 12;

    private readonly OwnServer _server = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Ends_with_the_same_store_when_it_is_run_again()
    {
        Assert.SkipUnless(RealHistoryFiles.IsPresent, RealHistoryFiles.WhyAbsent);
        await _server.InitializeAsync();
        var file = _server.Combine("history.ndjson.gz");
        File.Copy(RealHistoryFiles.EventsPath, file);
        Assert.Equal(0, (await _server.Piped().RunAsync("import", file)).Code);
        var undisturbed = await ExportAsync();
        await _server.KillAsync();
        await _server.StartAsync("second.db");

        var random = new Random(Seed: 7);
        for (var n = 0; n < Kills; n++)
        {
            await using var import = _server.StartCommand("import", file);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 1500)), TimeProvider.System, CancellationToken);
            await import.KillAsync();
        }

        var end = await _server.Piped().RunAsync("import", file);

        Assert.Equal((0, ""), (end.Code, end.Errors.Contains("Bad", StringComparison.Ordinal) ? end.Errors : ""));
        Assert.Equal(undisturbed, await ExportAsync());
        Assert.False(File.Exists($"{file}.import"));
    }

    [Fact]
    public async Task Waits_for_a_server_that_went_away_and_goes_on()
    {
        await _server.InitializeAsync();
        var file = _server.Combine("waits.ndjson");
        await File.WriteAllTextAsync(file, CloudEventLines.Make(2000), CancellationToken);
        await using var import = _server.StartCommand("import", file);
        await FileGrowth.WaitAsync($"{file}.import", 1, CancellationToken);

        await _server.KillAsync();
        await _server.StartAsync();

        var ending = await import.EndAsync(CancellationToken);
        Assert.Equal(0, ending.Code);
        Assert.Contains("\"rejected\":0", ending.Output, StringComparison.Ordinal);
        Assert.Equal(2000, (await _server.Piped().RunAsync("export")).Lines.Length);
    }

    [Fact]
    public async Task Begins_anew_where_the_file_or_the_store_is_another()
    {
        await _server.InitializeAsync();
        var file = _server.Combine("changed.ndjson");
        await File.WriteAllTextAsync(file, CloudEventLines.Make(40, "first") + "bad\n", CancellationToken);
        await InterruptAsync(file);

        await File.WriteAllTextAsync(file, CloudEventLines.Make(40, "second"), CancellationToken);
        var otherFile = await _server.Piped().RunAsync("import", file);

        Assert.Contains("not the one that was begun", otherFile.Errors, StringComparison.Ordinal);
        Assert.Equal(40, (await _server.Piped().RunAsync("export", "--category", "second")).Lines.Length);

        await File.WriteAllTextAsync(file, CloudEventLines.Make(40, "third") + "bad\n", CancellationToken);
        await InterruptAsync(file);
        await _server.KillAsync();
        await _server.StartAsync("empty.db");
        await File.WriteAllTextAsync(file, CloudEventLines.Make(40, "third"), CancellationToken);
        var otherStore = await _server.Piped().RunAsync("import", file);

        Assert.Contains("no longer has", otherStore.Errors, StringComparison.Ordinal);
        Assert.Equal(40, (await _server.Piped().RunAsync("export", "--category", "third")).Lines.Length);
    }

    // Leaves a checkpoint as an import does that is stopped: everything before the bad line is noted.
    private async Task InterruptAsync(string file)
    {
        var rejected = await _server.Piped().RunAsync("import", file);
        Assert.Equal(65, rejected.Code);
        Assert.True(File.Exists($"{file}.import"));
    }

    // All of the events but what the clock assigned.
    private async Task<List<string>> ExportAsync()
    {
        var exported = await _server.Piped().RunAsync("export");
        return
        [
            .. exported.Lines.Select(line =>
            {
                var json = JsonNode.Parse(line)!.AsObject();
                json.Remove("recordedtime");
                return json.ToJsonString();
            }),
        ];
    }
}
