using System.Text;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Api;

public sealed class Appending_cloud_events(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task One_is_stored_as_it_came_and_again_is_a_repeat()
    {
        const string body = """
            {"specversion":"1.0","id":"not-a-guid","source":"/shop","type":"Placed","time":"2026-03-01T11:00:00+01:00","traceparent":"00-ab","data":{"n": 9007199254740993}}
            """;

        (await PostAsync("cloud-1", ApiHeaders.CloudEvent, body, ("EventAdmin-Expected-Version", "no-stream"))).AssertOk(201);
        var again = (await PostAsync("cloud-1", ApiHeaders.CloudEvent, body)).AssertOk().Read<AppendReceipt>();
        var back = (await _api.GetAsync("/api/streams/cloud-1/events/0", ("Accept", ApiHeaders.CloudEvent))).AssertOk().Text;

        Assert.True(again.IsRepeat);
        foreach (var part in (string[])["\"id\":\"not-a-guid\"", "\"time\":\"2026-03-01T11:00:00+01:00\"", "\"traceparent\":\"00-ab\"", "\"data\":{\"n\": 9007199254740993}"])
            Assert.Contains(part, back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_stored_whole_and_in_order()
    {
        var events = Enumerable.Range(0, 3).Select(i => $$"""{"specversion":"1.0","id":"{{i}}","source":"/s","type":"T{{i}}","subject":"batch-1","data":{{i}}}""");

        var receipt = (await PostAsync("batch-1", ApiHeaders.CloudEventBatch, $"[{string.Join(" , ", events)}]")).AssertOk(201).Read<AppendReceipt>();

        Assert.Equal((0L, 2L), (receipt.First, receipt.Last));
        var stored = await host.Store.ReadAllAsync(StreamId.Parse("batch-1"), from: null, CancellationToken).ToListAsync(CancellationToken);
        Assert.Equal([("T0", "0"), ("T1", "1"), ("T2", "2")], stored.Select(e => (e.Type, Encoding.UTF8.GetString(e.Data.Span))));
    }

    [Fact]
    public async Task What_was_read_as_a_batch_can_be_appended_elsewhere()
    {
        const string data = """{"specversion":"1.0","id":"x","source":"/s","type":"Blob","datacontenttype":"application/octet-stream","data_base64":"/wD+"}""";
        (await PostAsync("blob-1", ApiHeaders.CloudEvent, data)).AssertOk(201);

        var read = (await _api.GetAsync("/api/streams/blob-1/events/0/payload")).AssertOk();

        Assert.Equal([0xFF, 0x00, 0xFE], read.Body);
        Assert.Equal("application/octet-stream", read.MediaType);
    }

    [Theory]
    [InlineData(ApiHeaders.CloudEvent, """{"specversion":"1.0","id":"1","source":"/s","type":"T","subject":"other-1"}""")]
    [InlineData(ApiHeaders.CloudEvent, """{"specversion":"0.3","id":"1","source":"/s","type":"T"}""")]
    [InlineData(ApiHeaders.CloudEvent, """{"id":"1","source":"/s","type":"T"}""")]
    [InlineData(ApiHeaders.CloudEvent, """[{"specversion":"1.0","id":"1","source":"/s","type":"T"}]""")]
    [InlineData(ApiHeaders.CloudEvent, """{"specversion":"1.0","id":"\ud800","source":"/s","type":"T"}""")]
    [InlineData(ApiHeaders.CloudEvent, "")]
    [InlineData(ApiHeaders.CloudEventBatch, """{"specversion":"1.0","id":"1","source":"/s","type":"T"}""")]
    [InlineData(ApiHeaders.CloudEventBatch, "[]")]
    [InlineData(ApiHeaders.CloudEventBatch, """[{"specversion":"1.0","id":"1","source":"/s","type":"T"},7]""")]
    [InlineData(ApiHeaders.CloudEventBatch, """[{"specversion":"1.0","id":"1","source":"/s","type":"T"}""")]
    [InlineData(ApiHeaders.CloudEventBatch, """[{"specversion":"1.0","id":"1","source":"/s","type":"T"}] []""")]
    public async Task One_that_is_wrong_stores_nothing(string mediaType, string body)
    {
        (await PostAsync("wrong-1", mediaType, body)).AssertIs(400, "invalid-request");
        (await _api.GetAsync("/api/streams/wrong-1")).AssertIs(404, "stream-not-found");
    }

    private async Task<ApiReply> PostAsync(string stream, string mediaType, string body, params (string Name, string Value)[] headers)
    {
        using var content = ApiCaller.Content(body, mediaType);
        return await _api.SendAsync(HttpMethod.Post, $"/api/streams/{stream}/events", content, headers);
    }
}
