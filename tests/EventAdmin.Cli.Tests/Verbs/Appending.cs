using System.Globalization;
using System.Text.Json;
using EventAdmin.Cli.Tests.Hosting;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.Testing.Network;

namespace EventAdmin.Cli.Tests.Verbs;

public sealed class Appending(OwnServer server) : IClassFixture<OwnServer>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stores_an_event_with_its_data_as_they_were_written()
    {
        var appended = await server.Piped().RunAsync("append", "order-1", "--type", "Placed", "--data", """{"total": 12.50}""", "--actor", "kim", "--expected", "no-stream");

        Assert.Equal(0, appended.Code);
        Assert.Contains("\"first\":0,\"last\":0", appended.Output, StringComparison.Ordinal);
        var read = await server.Piped().RunAsync("read", "order-1");
        Assert.EndsWith("\"data\":{\"total\": 12.50}}", Assert.Single(read.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_by_its_exit_code_that_somebody_was_faster()
    {
        await server.Piped().RunAsync("append", "faster-1", "--type", "Placed");

        var second = await server.Piped().RunAsync("append", "faster-1", "--type", "Placed", "--expected", "no-stream");

        Assert.Equal(1, second.Code);
        Assert.Contains("faster-1 is at v0", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_the_same_id_once()
    {
        string[] command = ["append", "same-1", "--type", "Placed", "--id", "0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11"];
        await server.Piped().RunAsync(command);

        var again = await server.Piped().RunAsync(command);

        Assert.Contains("\"isRepeat\":true", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_several_events_from_lines_all_or_none()
    {
        var lines = """
            {"type": "Placed", "data": {"n": 1}}

            {"type": "Paid", "data": {"n": 2.0}}
            """;

        var good = await server.Piped(lines).RunAsync("append", "several-1", "--events", "-");
        var bad = await server.Piped("{\"type\": \"Placed\"}").RunAsync("append", "several-2", "--events", "-");

        Assert.Contains("\"first\":0,\"last\":1", good.Output, StringComparison.Ordinal);
        Assert.Equal(65, bad.Code);
        Assert.Contains("Line 1", bad.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "append", "order-1")]
    [InlineData(64, "append", "order-1", "--type", "A", "--events", "x")]
    [InlineData(65, "append", "order-1", "--type", "A", "--data", "{")]
    [InlineData(66, "append", "order-1", "--type", "A", "--data", "@nothing.json")]
    [InlineData(65, "append", "$settings", "--type", "A")]
    [InlineData(64, "read")]
    [InlineData(64, "read", "order-1", "--from", "first")]
    [InlineData(64, "replay", "order-1", "--at", "whenever")]
    [InlineData(64, "nonsense")]
    [InlineData(66, "replay", "nothing-1")]
    [InlineData(66, "export", "--stream", "nothing-1")]
    [InlineData(64, "bench")]
    [InlineData(64, "bench", "--yes", "--prefix", "order-")]
    [InlineData(73, "export", "/nowhere/file.ndjson")]
    public async Task Ends_with_the_code_that_says_what_is_wrong(int code, params string[] arguments)
    {
        var result = await server.Piped().RunAsync(arguments);

        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.NotEmpty(result.Errors);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_where_no_server_is()
    {
        var nobody = new CommandRun { Server = new Uri("http://127.0.0.1:1") };

        var read = await nobody.RunAsync("streams", "--timeout", "500ms");
        var append = await nobody.RunAsync("append", "order-1", "--type", "A", "--timeout", "500ms");

        Assert.Equal((69, 75), (read.Code, append.Code));
        Assert.Contains("Is the server running", read.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing is stored", append.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_each_event_once_through_a_proxy_that_cuts_answers()
    {
        const int events = 60;
        await using var proxy = new CuttableProxy(server.Address);
        using var http = new HttpClient { BaseAddress = proxy.Address };
        var client = new EventAdminClient(http, TimeProvider.System);
        using var enough = new CancellationTokenSource();
        var cutting = CutAsync(proxy, enough.Token);

        for (var n = 0; n < events; n++)
        {
            var body = new AppendBody { Events = [new AppendEvent { Type = "Noted", Data = JsonElement.Parse(n.ToString(CultureInfo.InvariantCulture)) }] };
            Assert.IsType<AppendAnswer.Appended>(await client.AppendAsync("cut-1", body, TimeSpan.FromMinutes(1), CancellationToken));
        }

        await enough.CancelAsync();
        await cutting;
        var stored = await client.ReadStreamAsync(new StreamReadRequest { Stream = "cut-1" }, CancellationToken).Select(e => e.Data!.Value.GetInt32()).ToListAsync(CancellationToken);
        Assert.True(proxy.Cuts > 0);
        Assert.Equal(Enumerable.Range(0, events), stored);
    }

    private static async Task CutAsync(CuttableProxy proxy, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(15), TimeProvider.System, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            proxy.Cut();
        }
    }
}
