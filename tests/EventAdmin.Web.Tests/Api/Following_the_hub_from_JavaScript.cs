using System.Text.Json;
using EventAdmin.Testing.Network;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Following_the_hub_from_JavaScript(ListeningHost host) : IClassFixture<ListeningHost>
{
    private const int EventsEach = 40;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"stream":"js-1","after":"start","types":[]}""", 1)]
    [InlineData("""{"category":"js","after":"start","types":["Even"]}""", 1)]
    [InlineData("""{"category":"js","after":"start","types":[]}""", 2)]
    public async Task Through_cuts_misses_repeats_and_reorders_nothing(string request, int factor)
    {
        await using var proxy = new CuttableProxy(host.Address);
        var category = $"js{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        // The writer waits for the reader, so that there is always something to come behind a cut.
        using var allowed = new SemaphoreSlim(8);
        var appending = AppendAsync(category, allowed);

        var (lines, code) = await NodeClient.FollowAsync(proxy.Address, EventsEach * factor, request.Replace("js", category, StringComparison.Ordinal), seen =>
        {
            if (seen % 9 == 5)
                proxy.Cut();
            allowed.Release(2 / factor);
        });
        await appending;

        Assert.Equal(0, code);
        Assert.Equal(EventsEach * factor, lines.Count);
        Assert.Equal(lines.Count, lines.Select(PlaceOf).Distinct().Count());
        foreach (var stream in lines.Select(PlaceOf).GroupBy(place => place.Stream))
            Assert.Equal(stream.Select(place => place.Version).Order(), stream.Select(place => place.Version));
        Assert.True(proxy.Cuts > 2, $"Expected the connection to be cut, it was {proxy.Cuts} times.");
    }

    [Fact]
    public async Task A_number_that_JavaScript_would_round_arrives_digit_by_digit()
    {
        await host.AppendAsync("exactjs-1", CancellationToken, json: "{\"id\":9007199254740993,\"one\":1.0}");

        var (lines, _) = await NodeClient.FollowAsync(host.Address, 1, """{"stream":"exactjs-1","after":"start","types":[]}""");

        Assert.Equal("{\"id\":9007199254740993,\"one\":1.0}", Assert.Single(lines).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_refused_with_its_reason()
    {
        var (lines, code) = await NodeClient.FollowAsync(host.Address, 1, """{"after":"p:999999999","types":[]}""");

        Assert.Equal(3, code);
        Assert.Contains("beyond the end", Assert.Single(lines).GetProperty("refusal").GetString(), StringComparison.Ordinal);
    }

    private async Task AppendAsync(string category, SemaphoreSlim allowed)
    {
        for (var i = 0; i < EventsEach * 2; i++)
        {
            await allowed.WaitAsync(CancellationToken);
            await host.AppendAsync($"{category}-{1 + (i % 2)}", CancellationToken, type: i % 2 == 0 ? "Even" : "Odd");
        }
    }

    private static (string? Stream, long Version) PlaceOf(JsonElement e) => (e.GetProperty("stream").GetString(), e.GetProperty("version").GetInt64());
}
