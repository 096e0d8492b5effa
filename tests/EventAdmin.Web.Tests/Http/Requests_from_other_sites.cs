using System.Net;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Http;

public sealed class Requests_from_other_sites(ListeningHost host) : IClassFixture<ListeningHost>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/hubs/feed")]
    [InlineData("/_blazor")]
    public async Task Do_not_reach_a_connection(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(path, "Origin", "https://evil.example"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(path, "Origin", host.Address.GetLeftPart(UriPartial.Authority)));
        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(path));
    }

    [Fact]
    public async Task Do_not_reach_a_download()
    {
        await host.AppendAsync("site-1", CancellationToken);
        const string path = "/api/streams/site-1/events/0/payload";

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(path, "Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(path, "Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(path));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5080", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    public async Task By_another_name_are_answered_only_on_this_machine(string name, HttpStatusCode expected) =>
        Assert.Equal(expected, await AskAsync("/health/ready", "Host", name));

    private async Task<HttpStatusCode> AskAsync(string path, params string[] header)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is [var name, var value])
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, CancellationToken);
        return response.StatusCode;
    }
}
