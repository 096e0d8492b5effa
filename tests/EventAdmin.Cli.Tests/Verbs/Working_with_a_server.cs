using System.IO.Compression;
using System.Text.Json;
using EventAdmin.Cli.Tests.Hosting;
using EventAdmin.Cli.Verbs;
using EventAdmin.Client;
using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Cli.Tests.Verbs;

public sealed class Working_with_a_server(ServerWithHistory server) : IClassFixture<ServerWithHistory>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exports_to_a_file_that_is_there_only_when_it_is_complete()
    {
        var (plain, compressed) = (server.Combine("all.ndjson"), server.Combine("all.ndjson.gz"));

        Assert.Equal(0, (await server.Piped().RunAsync("export", plain)).Code);
        Assert.Equal(0, (await server.Piped().RunAsync("export", compressed)).Code);

        await using var gzip = new GZipStream(File.OpenRead(compressed), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.Equal(await File.ReadAllTextAsync(plain, CancellationToken), await reader.ReadToEndAsync(CancellationToken));
        Assert.False(File.Exists($"{plain}.part"));
    }

    [Fact]
    public async Task Checks_its_configuration_and_the_server()
    {
        var result = await server.Piped().RunAsync("config", "check", "--timeout", "60s");

        Assert.Equal(0, result.Code);
        var findings = result.Lines.Select(line => JsonElement.Parse(line)).ToDictionary(finding => finding.GetProperty("name").GetString()!, finding => finding.GetProperty("value").GetString());
        Assert.Equal((server.Address.ToString(), "ready", $"version {ServerProbe.ApiVersion}"), (findings["server"], findings["health"], findings["API"]));
    }

    [Fact]
    public async Task Says_what_is_wrong_with_an_address()
    {
        var nobody = await (server.At(80) with { Server = new Uri("http://127.0.0.1:1") }).RunAsync("config", "check");
        var path = await (server.At(80) with { Server = new Uri(server.Address, "/elsewhere/") }).RunAsync("config", "check");

        Assert.Equal((69, 76), (nobody.Code, path.Code));
        Assert.Contains("Start the server", nobody.Errors, StringComparison.Ordinal);
        Assert.Contains("no EventAdmin server", path.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measures_appends_and_says_what_it_found()
    {
        var result = await server.Piped().RunAsync("bench", "--yes", "--prefix", "bench-test-", "--duration", "1s", "--writers", "2", "--streams", "3");

        using var figures = JsonDocument.Parse(Assert.Single(result.Lines));
        var appends = figures.RootElement.GetProperty("appends").GetInt64();
        Assert.True(appends > 0, result.Errors);
        var streams = await server.Piped().RunAsync("streams", "bench-test-");
        Assert.Equal(appends, streams.Lines.Sum(line => JsonElement.Parse(line).GetProperty("count").GetInt64()));
    }

    [Theory]
    [InlineData("append")]
    [InlineData("read")]
    [InlineData("replay")]
    [InlineData("streams")]
    [InlineData("find")]
    [InlineData("tail")]
    [InlineData("import")]
    [InlineData("export")]
    [InlineData("diff")]
    [InlineData("config check")]
    [InlineData("bench")]
    [InlineData("completion")]
    public async Task Teaches_every_verb_by_examples(string verb)
    {
        var result = await server.Piped().RunAsync([.. verb.Split(' '), "--help"]);

        Assert.Equal(0, result.Code);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  eventadmin {verb}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_what_belongs_together_by_the_client()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var client = new EventAdminClient(http, TimeProvider.System, new EventAdminClientOptions { PageSize = 2 });

        var forward = await client.ReadStreamAsync(new StreamReadRequest { Stream = "order-1" }, CancellationToken).ToListAsync(CancellationToken);
        var backward = await client.ReadStreamAsync(new StreamReadRequest { Stream = "order-1", IsBackward = true }, CancellationToken).ToListAsync(CancellationToken);
        var correlated = await client.ReadCorrelationAsync("request-2", CancellationToken).ToListAsync(CancellationToken);
        var byId = await client.FindEventAsync(forward[1].Id, CancellationToken);

        Assert.Equal([0, 1, 2], forward.Select(e => e.Version));
        Assert.Equal([2, 1, 0], backward.Select(e => e.Version));
        Assert.Equal([0, 1], correlated.Select(e => e.Version));
        Assert.Equal(("order-1", 1L), (byId?.Stream, byId?.Version));
        Assert.Null(await client.FindEventAsync(Guid.Empty, CancellationToken));
        Assert.Null(await client.FindStreamAsync("nothing-1", CancellationToken));
        Assert.Empty(await client.ReadStreamAsync(new StreamReadRequest { Stream = "nothing-1" }, CancellationToken).ToListAsync(CancellationToken));
    }

    [Theory]
    [InlineData("/shop", "any text")]
    [InlineData("/ü", "ü")]
    [InlineData("", "x")]
    public void Names_a_CloudEvent_as_the_server_does(string source, string id) =>
        Assert.Equal(EventId.FromName(source, id).Value, CloudEventId.Of(source, id));
}
