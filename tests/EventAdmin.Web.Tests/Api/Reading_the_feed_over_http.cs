using EventAdmin.Client.Contracts;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Reading_the_feed_over_http(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Goes_through_all_events_in_order_and_on_from_the_end()
    {
        var start = await NowAsync();
        for (var i = 0; i < 5; i++)
            await host.AppendAsync($"order-{i % 2}", CancellationToken);

        var (all, end) = await ReadAllAsync($"/api/feed?limit=2&after={start}");
        await host.AppendAsync("order-9", CancellationToken);
        var (later, _) = await ReadAllAsync($"/api/feed?after={end}");

        Assert.Equal(["order-0", "order-1", "order-0", "order-1", "order-0"], all.Select(e => e.Stream));
        Assert.Equal("order-9", Assert.Single(later).Stream);
    }

    [Fact]
    public async Task Backward_begins_at_the_newest()
    {
        await host.AppendAsync("back-1", CancellationToken, count: 3);

        var page = (await _api.GetAsync("/api/feed?direction=backward&limit=2")).AssertOk().Read<FeedEventsPage>();

        Assert.Equal([2, 1], page.Events.Select(e => e.Version));
        Assert.False(page.IsEnd);
    }

    [Fact]
    public async Task Filters_by_category_type_and_stream()
    {
        var start = await NowAsync();
        await host.AppendAsync("invoice-1", CancellationToken, type: "Sent");
        await host.AppendAsync("invoice-2", CancellationToken, type: "Paid");
        await host.AppendAsync("reminder-1", CancellationToken, type: "Sent");

        Assert.Equal(["invoice-1", "invoice-2"], await StreamsAsync($"/api/feed?after={start}&category=invoice"));
        Assert.Equal(["invoice-1", "reminder-1"], await StreamsAsync($"/api/feed?after={start}&types=Sent"));
        Assert.Equal(["invoice-1"], await StreamsAsync($"/api/feed?after={start}&types=Sent&category=invoice&limit=1"));
        Assert.Equal(["invoice-2"], await StreamsAsync($"/api/feed?after={start}&stream=invoice-2"));
    }

    [Fact]
    public async Task Of_one_correlation_crosses_streams()
    {
        foreach (var stream in (string[])["trace-1", "trace-2", "trace-1"])
        {
            (await _api.PostAsync($"/api/streams/{stream}/events", """{"events":[{"type":"A","data":{},"correlationId":"one/two%"},{"type":"A","data":{},"correlationId":"other"}]}"""))
                .AssertOk(201);
        }

        var (events, _) = await ReadAllAsync($"/api/correlations/{AppUrls.StreamSegment("one/two%")}?limit=2");

        Assert.Equal([("trace-1", 0L), ("trace-2", 0), ("trace-1", 2)], events.Select(e => (e.Stream, e.Version)));
        Assert.Empty((await _api.GetAsync("/api/correlations/nobody")).AssertOk().Read<FeedEventsPage>().Events);
    }

    [Fact]
    public async Task Lists_streams_by_name_from_page_to_page()
    {
        foreach (var name in (string[])["list-b", "list-a", "list-ü", "list-a/1", "listing-1"])
            await host.AppendAsync(name, CancellationToken);

        var names = new List<string>();
        string? after = null;
        do
        {
            var page = (await _api.GetAsync($"/api/streams?prefix=list-&limit=2{(after is null ? "" : $"&after={after}")}")).AssertOk().Read<StreamsPage>();
            names.AddRange(page.Streams.Select(stream => stream.Stream));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(["list-a", "list-a/1", "list-b", "list-ü"], names);
        Assert.Equal(["listing-1"], (await _api.GetAsync("/api/streams?category=listing")).AssertOk().Read<StreamsPage>().Streams.Select(one => one.Stream));
    }

    [Theory]
    [InlineData("after=57")]
    [InlineData("after=p:-1")]
    [InlineData("after=p:99999999999")]
    [InlineData("after=p:99999999999999999999999")]
    [InlineData("after=")]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=-1")]
    [InlineData("limit=1e2")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("direction=sideways")]
    [InlineData("direction=Backward")]
    [InlineData("types=")]
    [InlineData("types=A,,B")]
    [InlineData("stream=-1")]
    [InlineData("stream=%00")]
    [InlineData("stream=a&stream=b")]
    [InlineData("limit=1&limit=1")]
    public async Task Refuses_a_parameter_that_is_wrong_by_its_name(string query)
    {
        var reply = await _api.GetAsync($"/api/feed?{query}");

        reply.AssertIs(400, "invalid-request");
        Assert.Equal(query.Split('=')[0], reply.Problem.Parameter);
    }

    [Theory]
    [InlineData("/api/feed?form=1")]
    [InlineData("/api/feed?After=start")]
    [InlineData("/api/streams?stream=a")]
    [InlineData("/api/streams/a-1?x=")]
    [InlineData("/api/find?q=a&=b")]
    [InlineData("/api/export?stream=a")]
    public async Task Refuses_a_parameter_that_it_does_not_know(string address)
    {
        (await _api.GetAsync(address)).AssertIs(400, "unknown-parameter");
    }


    private async Task<string> NowAsync() => (await _api.GetAsync("/api/feed?after=now")).AssertOk().Read<FeedEventsPage>().Next;

    private async Task<List<string>> StreamsAsync(string address) => [.. (await ReadAllAsync(address)).Events.Select(e => e.Stream)];

    private async Task<(List<FeedEvent> Events, string End)> ReadAllAsync(string address)
    {
        var events = new List<FeedEvent>();
        while (true)
        {
            var reply = (await _api.GetAsync(address)).AssertOk();
            var page = reply.Read<FeedEventsPage>();
            events.AddRange(page.Events);
            if (page.IsEnd)
                return (events, page.Next);
            address = reply.Header("Link")![1..].Split('>')[0];
        }
    }
}
