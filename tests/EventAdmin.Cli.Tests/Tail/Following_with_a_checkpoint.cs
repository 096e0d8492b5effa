using System.Text.Json;
using EventAdmin.Cli.Tests.Hosting;
using EventAdmin.Testing.Network;

namespace EventAdmin.Cli.Tests.Tail;

public sealed class Following_with_a_checkpoint(OwnServer server) : IClassFixture<OwnServer>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_on_behind_the_last_line_of_the_run_before()
    {
        var checkpoint = server.Combine("goes-on.position");
        await AppendAsync("goes-1", 3);
        var first = await server.Piped().RunAsync("tail", "--category", "goes", "--from", "start", "--checkpoint", checkpoint, "--until-caught-up");
        await AppendAsync("goes-2", 2);

        var second = await server.Piped().RunAsync("tail", "--category", "goes", "--from", "start", "--checkpoint", checkpoint, "--until-caught-up");

        Assert.Equal(["goes-1", "goes-1", "goes-1"], first.Lines.Select(StreamOf));
        Assert.Equal(["goes-2", "goes-2"], second.Lines.Select(StreamOf));
    }

    [Fact]
    public async Task Cuts_off_what_was_written_and_not_noted()
    {
        var (output, checkpoint) = (server.Combine("cut.ndjson"), server.Combine("cut.position"));
        string[] command = ["tail", "--category", "cut", "--from", "start", "--checkpoint", checkpoint, "--out", output, "--until-caught-up"];
        await AppendAsync("cut-1", 2);
        await server.Piped().RunAsync(command);
        await File.AppendAllTextAsync(output, "{\"half a li", CancellationToken);
        await AppendAsync("cut-1", 1);

        await server.Piped().RunAsync(command);

        var lines = await File.ReadAllLinesAsync(output, CancellationToken);
        Assert.Equal([0, 1, 2], lines.Select(VersionOf));
    }

    [Fact]
    public async Task Refuses_a_checkpoint_of_other_events_and_a_file_that_lost_lines()
    {
        var (output, checkpoint) = (server.Combine("lost.ndjson"), server.Combine("lost.position"));
        await AppendAsync("lost-1", 2);
        await server.Piped().RunAsync("tail", "--category", "lost", "--from", "start", "--checkpoint", checkpoint, "--out", output, "--until-caught-up");

        var other = await server.Piped().RunAsync("tail", "--category", "found", "--checkpoint", checkpoint, "--until-caught-up");
        await File.WriteAllTextAsync(output, "", CancellationToken);
        var shorter = await server.Piped().RunAsync("tail", "--category", "lost", "--checkpoint", checkpoint, "--out", output, "--until-caught-up");

        Assert.Equal((65, 65), (other.Code, shorter.Code));
        Assert.Contains("category lost", other.Errors, StringComparison.Ordinal);
        Assert.Contains("lines are gone", shorter.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_disturbed_by_connections_that_are_cut()
    {
        const int cuts = 5;
        await AppendAsync("through-1", 1);
        await using var proxy = new CuttableProxy(server.Address);
        await using var tail = server.StartCommandAt(proxy.Address, "tail", "--category", "through", "--from", "start");
        var versions = new List<long> { VersionOf(await tail.ReadLineAsync(CancellationToken)) };

        for (var n = 0; n < cuts; n++)
        {
            proxy.Cut();
            await AppendAsync("through-1", 1);
            versions.Add(VersionOf(await tail.ReadLineAsync(CancellationToken)));
        }

        await tail.InterruptAsync(CancellationToken);
        var ending = await tail.EndAsync(CancellationToken);
        Assert.Equal((130, ""), (ending.Code, ending.Output));
        Assert.Equal(Enumerable.Range(0, cuts + 1).Select(n => (long)n), versions);
    }

    private async Task AppendAsync(string stream, int count)
    {
        for (var n = 0; n < count; n++)
            Assert.Equal(0, (await server.Piped().RunAsync("append", stream, "--type", "Noted")).Code);
    }

    private static long VersionOf(string line) => JsonElement.Parse(line).GetProperty("version").GetInt64();

    private static string? StreamOf(string line) => JsonElement.Parse(line).GetProperty("stream").GetString();
}
