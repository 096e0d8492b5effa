using System.Globalization;
using System.Text.Json;
using EventAdmin.Cli.Tests.Hosting;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Cli.Tests.Tail;

public sealed class A_tail_that_is_killed(OwnServer server) : IClassFixture<OwnServer>
{
    private const int Kills = 100;
    private const int LinesBetweenKillsMax = 20;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Misses_nothing_and_repeats_nothing_in_its_file()
    {
        var random = new Random(Seed: 20260301);
        var (output, checkpoint) = (server.Combine("copy.ndjson"), server.Combine("copy.position"));
        using var http = new HttpClient { BaseAddress = server.Address };
        var client = new EventAdminClient(http, TimeProvider.System);
        using var enough = new CancellationTokenSource();
        var writing = WriteAsync(client, enough.Token);

        for (var n = 0; n < Kills; n++)
        {
            await using var tail = server.StartCommand("tail", "--from", "start", "--checkpoint", checkpoint, "--out", output);
            // Somewhere in the middle of starting, or after some lines: of each about half.
            if (n % 2 == 0)
                await FileGrowth.WaitAsync(output, random.Next(1, LinesBetweenKillsMax) * 200, CancellationToken);
            else
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 600)), TimeProvider.System, CancellationToken);
            await tail.KillAsync();
        }

        await enough.CancelAsync();
        await writing;
        await using var last = server.StartCommand("tail", "--from", "start", "--checkpoint", checkpoint, "--out", output, "--until-caught-up");
        Assert.Equal(0, (await last.EndAsync(CancellationToken)).Code);
        var stored = await client.ReadFeedAsync(after: null, CancellationToken).Select(e => e.Id).ToListAsync(CancellationToken);
        var copied = await IdsInAsync(output);
        Assert.True(stored.Count > Kills, $"{stored.Count} events were stored meanwhile.");
        Assert.Equal(stored, copied);
    }

    private static async Task WriteAsync(EventAdminClient client, CancellationToken enough)
    {
        for (var n = 0; !enough.IsCancellationRequested; n++)
        {
            var body = new AppendBody { Events = [new AppendEvent { Type = "Noted", Data = JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{n}}}")) }] };
            Assert.IsType<AppendAnswer.Appended>(await client.AppendAsync(string.Create(CultureInfo.InvariantCulture, $"tailed-{n % 3}"), body, TimeSpan.FromSeconds(30), CancellationToken));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<List<Guid>> IdsInAsync(string path) =>
        [.. (await File.ReadAllLinesAsync(path, CancellationToken)).Select(line => JsonElement.Parse(line).GetProperty("id").GetGuid())];
}
