using System.Net;
using System.Text;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Http;

public sealed class Downloading_a_payload(ListeningHost host) : IClassFixture<ListeningHost>
{
    private const string Json = "{ \"id\": 9007199254740993, \"one\": 1.0 }";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain-1")]
    [InlineData("with space-ü")]
    [InlineData("a/b%-\\c")]
    [InlineData("~tilde-1")]
    public async Task Gives_the_stored_bytes_as_a_file(string stream)
    {
        await host.AppendAsync(stream, CancellationToken, json: Json);
        using var client = host.CreateClient();

        using var response = await client.GetAsync(Address(stream, 0), CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Encoding.UTF8.GetBytes(Json), await response.Content.ReadAsByteArrayAsync(CancellationToken));
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Gives_the_rest_from_a_byte_on()
    {
        await host.AppendAsync("rest-1", CancellationToken, json: Json);
        using var client = host.CreateClient();

        Assert.Equal(Json[10..], await client.GetStringAsync(Address("rest-1", 0) + "?from=10", CancellationToken));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await client.GetAsync(Address("rest-1", 0) + "?from=999", CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Never_names_a_type_that_a_browser_would_run()
    {
        await host.Store.AppendAsync(
            StreamId.Parse("html-1"), ExpectedVersion.Any, [Following.NewEvent("Page", "<script>1</script>"u8.ToArray(), "text/html")], CancellationToken);
        using var client = host.CreateClient();

        using var response = await client.GetAsync(Address("html-1", 0), CancellationToken);

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("nobody-1", 0)]
    [InlineData("known-1", 7)]
    public async Task Of_an_event_that_is_not_there_is_not_found(string stream, long version)
    {
        await host.AppendAsync("known-1", CancellationToken);
        using var client = host.CreateClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Address(stream, version), CancellationToken)).StatusCode);
    }

    private static string Address(string stream, long version) => $"/api/streams/{AppUrls.StreamSegment(stream)}/events/{version}/payload";
}
