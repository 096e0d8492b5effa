using System.Text;
using System.Text.Json;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Reading_a_stream_over_http(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Goes_from_page_to_page_in_both_directions_without_a_gap()
    {
        await host.AppendAsync("pages-1", CancellationToken, count: 7);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], await ReadAllAsync("/api/streams/pages-1/events?limit=3"));
        Assert.Equal([6, 5, 4, 3, 2, 1, 0], await ReadAllAsync("/api/streams/pages-1/events?limit=3&direction=backward"));
        Assert.Equal([4, 5, 6], await ReadAllAsync("/api/streams/pages-1/events?limit=2&from=4"));
        Assert.Equal([4, 3, 2, 1, 0], await ReadAllAsync("/api/streams/pages-1/events?limit=2&from=v4&direction=backward"));
    }

    [Fact]
    public async Task At_the_end_says_where_the_next_event_will_be()
    {
        await host.AppendAsync("end-1", CancellationToken, count: 2);

        var end = (await _api.GetAsync("/api/streams/end-1/events")).AssertOk().Read<StreamEventsPage>();
        await host.AppendAsync("end-1", CancellationToken);
        var later = (await _api.GetAsync($"/api/streams/end-1/events?from={end.Next}")).AssertOk().Read<StreamEventsPage>();

        Assert.Equal((true, 1L, 2L), (end.IsEnd, end.Version, end.Next!.Value));
        Assert.Equal(2, Assert.Single(later.Events).Version);
        var beyond = (await _api.GetAsync("/api/streams/end-1/events?from=9223372036854775807")).AssertOk().Read<StreamEventsPage>();
        Assert.Empty(beyond.Events);
        Assert.True(beyond.IsEnd);
    }

    [Fact]
    public async Task Of_some_types_leaves_the_others_out()
    {
        for (var i = 0; i < 6; i++)
            await host.AppendAsync("types-1", CancellationToken, type: i % 3 == 0 ? "Third" : i % 2 == 0 ? "Even" : "Odd");

        Assert.Equal([0, 3], await ReadAllAsync("/api/streams/types-1/events?types=Third&limit=1"));
        Assert.Equal([0, 2, 3, 4], await ReadAllAsync("/api/streams/types-1/events?types=Third,Even&limit=3"));
        Assert.Equal([4, 3, 2, 0], await ReadAllAsync("/api/streams/types-1/events?types=Third&types=Even&limit=3&direction=backward"));
        Assert.Empty(await ReadAllAsync("/api/streams/types-1/events?types=Nothing"));
    }

    [Theory]
    [InlineData("{\"id\":9007199254740993,\"rate\":0.1000000000000000055,\"one\":1.0,\"e\":1E+2,\"twice\":1,\"twice\":2}")]
    [InlineData("{ \"b\" : 1,\n  \"a\" : \"\\u00e9 é <script> \\\" \\u0000 \" }")]
    [InlineData("{\r\n\"windows\": true\r\n}")]
    [InlineData("[9223372036854775807, -0, \"\U0001F600\"]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public async Task Gives_the_data_byte_for_byte_in_every_form(string json)
    {
        var stream = $"exact-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await host.AppendAsync(stream, CancellationToken, json: json);

        var one = (await _api.GetAsync($"/api/streams/{stream}/events/0")).AssertOk();
        var page = (await _api.GetAsync($"/api/streams/{stream}/events")).AssertOk();
        var cloud = (await _api.GetAsync($"/api/streams/{stream}/events/0", ("Accept", ApiHeaders.CloudEvent))).AssertOk();

        Assert.Equal(json, Encoding.UTF8.GetString(one.Read<FeedEvent>().GetData()));
        Assert.Equal(json, Encoding.UTF8.GetString(Assert.Single(page.Read<StreamEventsPage>().Events).GetData()));
        Assert.Contains($"\"data\":{json.Replace('\r', ' ').Replace('\n', ' ')}", cloud.Text, StringComparison.Ordinal);
        Assert.Equal(json, (await _api.GetAsync($"/api/streams/{stream}/events/0/payload")).AssertOk().Text);
        if (!json.Contains('\r', StringComparison.Ordinal))
            Assert.Contains($"\"data\":{json}", one.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_data_that_are_no_JSON_as_text_or_bytes()
    {
        await host.Store.AppendAsync(
            StreamId.Parse("other-1"),
            ExpectedVersion.Any,
            [
                Following.NewEvent("Text", "a \"b\"\u0000"u8.ToArray(), "text/plain"),
                Following.NewEvent("Binary", [0xFF, 0x00, 0xFE], "application/octet-stream"),
                Following.NewEvent("Broken", "{\"half\":"u8.ToArray(), "application/vnd.example+json"),
                Following.NewEvent("Blanks", " {} "u8.ToArray()),
            ],
            CancellationToken);

        var events = (await _api.GetAsync("/api/streams/other-1/events")).AssertOk().Read<StreamEventsPage>().Events;

        Assert.Equal(["a \"b\"\u0000", null, "{\"half\":", " {} "], events.Select(e => e.Text));
        Assert.Equal([0xFF, 0x00, 0xFE], events[1].GetData());
        Assert.All(events, e => Assert.Null(e.Data));
    }

    [Fact]
    public async Task Gives_data_as_deep_as_a_store_takes_them()
    {
        var deep = new string('[', 128) + new string(']', 128);
        await host.AppendAsync("deep-1", CancellationToken, json: deep);

        var read = (await _api.GetAsync("/api/streams/deep-1/events")).AssertOk().Read<StreamEventsPage>();

        Assert.Equal(deep, Encoding.UTF8.GetString(read.Events[0].GetData()));
    }

    [Fact]
    public async Task Gives_everything_that_is_known_of_an_event()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        (await _api.PostAsync(
            "/api/streams/known-1/events",
            $$"""{"events":[{"id":"{{id}}","type":"Noted","schemaVersion":3,"data":{},"time":"2026-03-01T10:00:00.5+02:00","actor":"kim","correlationId":"c","causationId":"d","source":"/s"}]}"""))
            .AssertOk(201);

        var found = (await _api.GetAsync($"/api/events/{id}")).AssertOk().Read<FeedEvent>();
        var stored = await host.Store.ReadAllAsync(StreamId.Parse("known-1"), from: null, CancellationToken).SingleAsync(CancellationToken);

        Assert.Equal((id, "known-1", 0L, "Noted", 3), (found.Id, found.Stream, found.Version, found.Type, found.SchemaVersion));
        Assert.Equal((stored.Position.ToString(), stored.Append.Value, stored.RecordedAt), (found.Position, found.AppendId, found.RecordedAt));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, 500, TimeSpan.Zero), found.OccurredAt);
        Assert.Equal(("kim", "c", "d", "/s", "application/json"), (found.Actor, found.CorrelationId, found.CausationId, found.Source, found.ContentType));
    }

    [Theory]
    [InlineData("plain-1")]
    [InlineData("with space-ü")]
    [InlineData("a/b%-\\c")]
    [InlineData("~tilde-1")]
    [InlineData("quote\"'<>&-1")]
    [InlineData("rtl-\u202e1")]
    [InlineData("emoji-\U0001F600")]
    [InlineData("..-1/../..")]
    [InlineData("semi;colon-1?x=1#y")]
    public async Task Takes_every_stream_id_in_its_address(string stream)
    {
        await host.AppendAsync(stream, CancellationToken, count: 2);
        var segment = AppUrls.StreamSegment(stream);

        var head = (await _api.GetAsync($"/api/streams/{segment}")).AssertOk().Read<StreamDescription>();
        var page = (await _api.GetAsync($"/api/streams/{segment}/events?limit=1")).AssertOk();
        var feed = (await _api.GetAsync($"/api/feed?stream={Uri.EscapeDataString(stream)}")).AssertOk().Read<FeedEventsPage>();

        Assert.Equal((stream, 1L, 2L), (head.Stream, head.Version, head.Count));
        Assert.Equal(stream, page.Read<StreamEventsPage>().Stream);
        Assert.Equal(2, feed.Events.Count);
        Assert.Equal(1, (await _api.GetAsync(NextOf(page)!)).AssertOk().Read<StreamEventsPage>().Events[0].Version);
    }

    [Fact]
    public async Task That_has_no_events_is_not_found()
    {
        (await _api.GetAsync("/api/streams/nobody-1")).AssertIs(404, "stream-not-found");
        (await _api.GetAsync("/api/streams/nobody-1/events")).AssertIs(404, "stream-not-found");
        (await _api.GetAsync("/api/streams/nobody-1/events/0")).AssertIs(404, "event-not-found");
        (await _api.GetAsync("/api/streams/nobody-1/state")).AssertIs(404, "stream-not-found");
        (await _api.GetAsync($"/api/events/{Guid.Empty}")).AssertIs(404, "event-not-found");
    }

    [Fact]
    public async Task Leaves_a_cloud_events_reader_no_less()
    {
        await host.AppendAsync("cloud-1", CancellationToken, count: 3);

        var batch = (await _api.GetAsync("/api/streams/cloud-1/events?limit=2", ("Accept", "application/cloudevents-batch+json"))).AssertOk();

        Assert.Equal("application/cloudevents-batch+json", batch.MediaType);
        var events = batch.Read<JsonElement>().EnumerateArray().ToList();
        Assert.Equal(["0", "1"], events.Select(e => e.GetProperty("streamversion").GetString()));
        Assert.All(events, e => Assert.Equal("cloud-1", e.GetProperty("subject").GetString()));
        Assert.NotNull(NextOf(batch));
    }

    private async Task<List<long>> ReadAllAsync(string address)
    {
        var versions = new List<long>();
        for (var next = address; next is not null;)
        {
            var reply = (await _api.GetAsync(next)).AssertOk();
            var page = reply.Read<StreamEventsPage>();
            versions.AddRange(page.Events.Select(e => e.Version));
            next = NextOf(reply);
            Assert.Equal(page.IsEnd, next is null);
        }

        return versions;
    }

    private static string? NextOf(ApiReply reply) => reply.Header("Link") is { } link
        ? link[1..link.IndexOf(">; rel=\"next\"", StringComparison.Ordinal)]
        : null;
}
