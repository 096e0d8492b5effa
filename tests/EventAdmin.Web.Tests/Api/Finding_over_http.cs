using EventAdmin.Client.Contracts;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Finding_over_http(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Gives_streams_categories_types_and_what_carries_an_id()
    {
        await host.AppendAsync("parcel-1", CancellationToken, type: "ParcelSent");
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        (await _api.PostAsync("/api/streams/parcel-2/events", $$"""{"events":[{"id":"{{id}}","type":"ParcelSent","data":{},"correlationId":"{{id}}"}]}""")).AssertOk(201);

        var byName = await FindAsync("parcel");
        var byId = await FindAsync(id.ToString());

        Assert.Equal(["category", "stream", "stream", "type"], byName.Groups.SelectMany(group => group.Hits).Select(hit => hit.Kind).Order(StringComparer.Ordinal));
        Assert.Contains(byId.Groups.SelectMany(group => group.Hits), hit => hit is { Kind: "event", Stream: "parcel-2", Version: 0, Page: "/streams/parcel-2/events/0", IsExact: true });
        Assert.Contains(byId.Groups.SelectMany(group => group.Hits), hit => hit.Kind == "correlation");
    }

    [Theory]
    [InlineData("nothing-like-this")]
    [InlineData("%")]
    [InlineData("'; DROP TABLE events; --")]
    [InlineData("\u202e\u0000")]
    [InlineData("p:999999")]
    [InlineData("$")]
    public async Task Takes_any_text(string text) => Assert.Empty((await FindAsync(text)).Groups);

    [Theory]
    [InlineData("")]
    [InlineData("q=")]
    public async Task Without_a_text_is_refused(string query) => (await _api.GetAsync($"/api/find?{query}")).AssertIs(400, "invalid-request");

    [Fact]
    public async Task A_text_that_is_too_long_names_the_limit()
    {
        var reply = await _api.GetAsync($"/api/find?q={new string('a', 257)}");

        reply.AssertIs(400, "invalid-request");
        Assert.Equal("q", reply.Problem.Limit);
    }

    private async Task<FindAnswer> FindAsync(string text) => (await _api.GetAsync($"/api/find?q={Uri.EscapeDataString(text)}")).AssertOk().Read<FindAnswer>();
}
