using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventAdmin.Testing.Storage;
using Xunit;

namespace EventAdmin.Web.Tests.Api;

/// <summary>The store's disk really is full.</summary>
public sealed class Appending_on_a_full_disk
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_was_executed_says_507_and_everything_that_reads_goes_on()
    {
        using var disk = SmallDisk.TryMount(mebibytes: 16, out var reason);
        Assert.SkipUnless(disk is not null, $"A small disk can't be mounted here: {reason}");
        await using var host = new FullDiskHost(disk);
        using var http = host.CreateClient();

        var stored = 0;
        HttpResponseMessage response;
        while ((response = await AppendAsync(http)).IsSuccessStatusCode)
        {
            response.Dispose();
            stored++;
        }

        using (response)
        {
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
            Assert.Equal(507, (int)response.StatusCode);
            Assert.Equal("not-executed", problem.GetProperty("outcome").GetString());
            Assert.NotNull(response.Headers.RetryAfter);
        }

        using var newest = await http.GetAsync(new Uri($"api/streams/big-1/events/{stored - 1}", UriKind.Relative), Stop);
        using var next = await http.GetAsync(new Uri($"api/streams/big-1/events/{stored}", UriKind.Relative), Stop);
        using var page = await http.GetAsync(new Uri("ops/store", UriKind.Relative), Stop);
        using var health = await http.GetAsync(new Uri("health/ready", UriKind.Relative), Stop);
        Assert.Equal([200, 404, 200], new[] { newest, next, page }.Select(answer => (int)answer.StatusCode));
        Assert.NotNull(host.StoreHealth.FullSince);
        Assert.Equal("Degraded: The disk of the store is full.", await health.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<HttpResponseMessage> AppendAsync(HttpClient http)
    {
        using var body = new StringContent(
            $$"""{"events":[{"type":"Grew","data":"{{new string('x', 200_000)}}"}]}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await http.PostAsync(new Uri("api/streams/big-1/events", UriKind.Relative), body, Stop);
    }
}
