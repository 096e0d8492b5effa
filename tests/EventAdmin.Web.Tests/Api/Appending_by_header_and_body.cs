using System.Net.Http.Headers;
using System.Text;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Appending_by_header_and_body(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private const string One = """{"events":[{"type":"Noted","data":{}}]}""";

    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_expected_version_may_stand_in_a_header()
    {
        (await _api.PostAsync("/api/streams/header-1/events", One, (ApiHeaders.ExpectedVersion, "no-stream"))).AssertOk(201);
        (await _api.PostAsync("/api/streams/header-1/events", One, (ApiHeaders.ExpectedVersion, "v0"))).AssertOk(201);

        var stale = await _api.PostAsync("/api/streams/header-1/events", One, (ApiHeaders.ExpectedVersion, "v0"));

        stale.AssertIs(409, "conflict");
        Assert.Equal(("conflict", "header-1", "v0", 1L), (stale.Problem.Outcome, stale.Problem.Stream, stale.Problem.Expected, stale.Problem.Actual));
    }

    [Fact]
    public async Task A_header_and_a_body_that_say_the_same_are_taken()
    {
        const string body = """{"expected":"no-stream","appendId":"0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4","events":[{"type":"Noted","data":{}}]}""";

        var receipt = (await _api.PostAsync(
            "/api/streams/same-1/events", body, (ApiHeaders.ExpectedVersion, "no-stream"), (ApiHeaders.AppendId, "0199C2A4-6F1E-8D21-9F00-51A3A0C2E7B4"))).AssertOk(201);

        Assert.Equal(Guid.Parse("0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4"), receipt.Read<AppendReceipt>().AppendId);
    }

    [Theory]
    [InlineData("EventAdmin-Expected-Version", "any", """{"expected":"no-stream","events":[{"type":"Noted","data":{}}]}""")]
    [InlineData("EventAdmin-Append-Id", "0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b5", """{"appendId":"0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4","events":[{"type":"Noted","data":{}}]}""")]
    [InlineData("EventAdmin-Expected-Version", "perhaps", One)]
    [InlineData("EventAdmin-Expected-Version", "v-1", One)]
    [InlineData("EventAdmin-Append-Id", "seventeen", One)]
    public async Task A_header_that_is_wrong_or_says_otherwise_stores_nothing(string header, string value, string body)
    {
        var reply = await _api.PostAsync("/api/streams/otherwise-1/events", body, (header, value));

        reply.AssertIs(400, "invalid-request");
        Assert.Equal(header, reply.Problem.Parameter);
        (await _api.GetAsync("/api/streams/otherwise-1")).AssertIs(404, "stream-not-found");
    }

    [Fact]
    public async Task An_append_id_makes_events_without_ids_safe_to_send_again()
    {
        var id = (ApiHeaders.AppendId, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString());
        const string body = """{"events":[{"id":"0199c2a4-0000-7c3a-9d53-2f2b6f0e8a11","type":"Noted","data":{}}]}""";

        var first = (await _api.PostAsync("/api/streams/twice-1/events", body, id)).AssertOk(201).Read<AppendReceipt>();
        var second = (await _api.PostAsync("/api/streams/twice-1/events", body, id)).AssertOk().Read<AppendReceipt>();

        Assert.Equal(first with { IsRepeat = true }, second);
        (await _api.PostAsync("/api/streams/twice-1/events", body.Replace("{}", "{\"other\":1}", StringComparison.Ordinal), id)).AssertIs(422, "idempotency-mismatch");
    }

    [Theory]
    [InlineData("""{"events":[{"type":"A","data":{},"corelationId":"typo"}]}""")]
    [InlineData("""{"event":[{"type":"A","data":{}}]}""")]
    [InlineData("""{"events":[{"type":"A","type":"B","data":{}}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{}}],"events":[]}""")]
    [InlineData("""{"events":null}""")]
    [InlineData("""{"events":[null]}""")]
    [InlineData("""{"events":{}}""")]
    [InlineData("""{"events":[{"type":null,"data":{}}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{},"schemaVersion":1.5}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{},"schemaVersion":99999999999}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{},"schemaVersion":"1x"}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{},"id":"x"}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{},"time":"yesterday"}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{}}]} {}""")]
    [InlineData("""{"events":[{"type":"A\u0000","data":{}}]}""")]
    [InlineData("""{"events":[{"type":"A\ud800","data":{}}]}""")]
    [InlineData("""{"events":[{"type":"A","data":"\ud800"}]}""")]
    [InlineData("""{"events":[{"type":"A","data":{},"actor":"\udc00"}]}""")]
    [InlineData("""{"events":[{"type":"A","data":}]}""")]
    [InlineData("""{"events":[{"type":"A","data":NaN}]}""")]
    [InlineData("""{"events":[{"type":"A","data":01}]}""")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("\"\u0000\"")]
    public async Task A_body_that_is_wrong_stores_nothing_and_says_where(string body)
    {
        (await _api.PostAsync("/api/streams/hostile-1/events", body)).AssertIs(400, "invalid-request");
        (await _api.GetAsync("/api/streams/hostile-1")).AssertIs(404, "stream-not-found");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_store_nothing()
    {
        byte[] body = [.. "{\"events\":[{\"type\":\"A\",\"data\":\""u8, 0xFF, 0xC0, .. "\"}]}"u8];
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        (await _api.SendAsync(HttpMethod.Post, "/api/streams/bytes-1/events", content)).AssertIs(400, "invalid-request");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/problem+json")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_of_another_kind_is_not_taken(string mediaType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(One));
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        (await _api.SendAsync(HttpMethod.Post, "/api/streams/kind-1/events", content)).AssertIs(415, "unsupported-media-type");
    }

    [Fact]
    public async Task Without_a_content_type_nothing_is_taken()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(One));

        (await _api.SendAsync(HttpMethod.Post, "/api/streams/kind-1/events", content)).AssertIs(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_ten_megabytes_is_too_large_whether_it_says_its_length_or_not(bool isLengthKnown)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"events":[{"type":"A","data":"{{new string('a', 10 * 1024 * 1024)}}"}]}""");
        using HttpContent content = isLengthKnown ? new ByteArrayContent(body) : new StreamContent(new NoLength(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var reply = await _api.SendAsync(HttpMethod.Post, "/api/streams/ten-1/events", content);

        reply.AssertIs(413, "limit-exceeded");
        Assert.Equal("body", reply.Problem.Limit);
        Assert.Contains("8388608", reply.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_events_or_bytes_than_are_taken_name_the_limit()
    {
        var events = string.Join(',', Enumerable.Repeat("""{"type":"A","data":{}}""", 129));
        var large = $$"""{"type":"A","data":"{{new string('a', 900 * 1024)}}"}""";

        var many = await _api.PostAsync("/api/streams/limits-1/events", $$"""{"events":[{{events}}]}""");
        var heavy = await _api.PostAsync("/api/streams/limits-1/events", $$"""{"events":[{{string.Join(',', Enumerable.Repeat(large, 5))}}]}""");

        many.AssertIs(413, "limit-exceeded");
        Assert.Contains("128", many.Problem.Detail, StringComparison.Ordinal);
        heavy.AssertIs(413, "limit-exceeded");
    }

    [Fact]
    public async Task Data_deeper_than_a_store_takes_are_refused()
    {
        foreach (var depth in (int[])[129, 10_000, 500_000])
        {
            var data = new string('[', depth) + new string(']', depth);
            (await _api.PostAsync("/api/streams/deep-1/events", $$"""{"events":[{"type":"A","data":{{data}}}]}""")).AssertIs(400, "invalid-request");
        }
    }

    [Fact]
    public async Task The_data_are_stored_as_the_bytes_that_were_sent_also_in_pieces_and_behind_a_byte_order_mark()
    {
        const string data = "{ \"n\" : 9007199254740993 , \"e\":1E400, \"z\":-0.0,\t\"s\":\"\\u00e9\\/é\" }";
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"events":[{"data": {{data}} ,"type":"A"}]}""")];
        using var content = new StreamContent(new NoLength(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await _api.SendAsync(HttpMethod.Post, "/api/streams/pieces-1/events", content)).AssertOk(201);

        var stored = await host.Store.ReadAllAsync(StreamId.Parse("pieces-1"), from: null, CancellationToken).SingleAsync(CancellationToken);
        Assert.Equal(data, Encoding.UTF8.GetString(stored.Data.Span));
    }

    [Theory]
    [InlineData("/api/streams/~/events")]
    [InlineData("/api/streams/~!!/events")]
    [InlineData("/api/streams/~7aCA/events")]
    [InlineData("/api/streams/a%2Fb/events")]
    [InlineData("/api/streams/a%25b/events")]
    [InlineData("/api/streams/-1/events")]
    [InlineData("/api/streams/%20a/events")]
    [InlineData("/api/streams/a%07b/events")]
    public async Task A_stream_id_that_is_none_is_refused(string address)
    {
        var reply = await _api.PostAsync(address, One);

        reply.AssertIs(400, "invalid-request");
        Assert.Equal("stream", reply.Problem.Parameter);
    }

    [Fact]
    public async Task A_stream_id_that_is_too_long_is_refused()
    {
        (await _api.PostAsync($"/api/streams/{new string('a', 513)}/events", One)).AssertIs(400, "invalid-request");
        (await _api.PostAsync($"/api/streams/{new string('a', 300)}/events", One)).AssertIs(413, "limit-exceeded");
    }

    /// <summary>A body that doesn't know its length and comes in small pieces.</summary>
    private sealed class NoLength(byte[] body) : MemoryStream(body)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7919)], cancellationToken);
    }
}
