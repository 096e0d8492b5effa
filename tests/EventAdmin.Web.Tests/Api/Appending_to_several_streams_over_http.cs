using EventAdmin.Client.Contracts;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Appending_to_several_streams_over_http(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Stores_all_of_it_and_says_where()
    {
        await host.AppendAsync("to-2", CancellationToken);

        var receipt = (await _api.PostAsync(
            "/api/appends",
            """
            {"streams":[{"stream":"to/1","expected":"no-stream","events":[{"type":"A","data":1},{"type":"B","data":2}]},
            {"stream":"to-2","expected":"v0","events":[{"type":"C","data":3}]},{"stream":"to-3","expected":"no-stream"}]}
            """)).AssertOk(201).Read<AppendsReceipt>();

        Assert.Equal([("to/1", 0L, 1L), ("to-2", 1, 1)], receipt.Streams.Select(at => (at.Stream, at.First, at.Last)));
        Assert.Equal(1, (await _api.GetAsync("/api/streams/to-2")).AssertOk().Read<StreamDescription>().Version);
        (await _api.GetAsync("/api/streams/to-3")).AssertIs(404, "stream-not-found");
    }

    [Theory]
    [InlineData("no-stream", "stream-exists", "cond-b")]
    [InlineData("v7", "no-stream", "cond-a")]
    public async Task Stores_nothing_where_one_stream_is_not_as_expected(string first, string second, string named)
    {
        var reply = await _api.PostAsync(
            "/api/appends",
            $$"""{"streams":[{"stream":"cond-a","expected":"{{first}}","events":[{"type":"A","data":1}]},{"stream":"cond-b","expected":"{{second}}"}]}""");

        reply.AssertIs(409, "conflict");
        Assert.Equal((named, null), (reply.Problem.Stream, reply.Problem.Actual));
        (await _api.GetAsync("/api/streams/cond-a")).AssertIs(404, "stream-not-found");
    }

    [Fact]
    public async Task Is_answered_the_second_time_as_the_first()
    {
        const string body = """
            {"appendId":"0199c2a4-1111-8d21-9f00-51a3a0c2e7b4","streams":[{"stream":"again-1","expected":"no-stream","events":[{"id":"0199c2a4-1111-7c3a-9d53-2f2b6f0e8a11","type":"A","data":1}]},
            {"stream":"again-2","events":[{"id":"0199c2a4-1111-7c3a-9d53-2f2b6f0e8a12","type":"A","data":1}]}]}
            """;

        var first = (await _api.PostAsync("/api/appends", body)).AssertOk(201).Read<AppendsReceipt>();
        await host.AppendAsync("again-1", CancellationToken);
        var second = (await _api.PostAsync("/api/appends", body)).AssertOk().Read<AppendsReceipt>();

        Assert.Equal(first.Streams, second.Streams);
        Assert.Equal((first.AppendId, first.Position, true), (second.AppendId, second.Position, second.IsRepeat));
    }

    [Theory]
    [InlineData("""{"streams":[]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"only-1","expected":"no-stream"}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"two-1","events":[{"type":"A","data":1}]},{"stream":"two-1","events":[{"type":"A","data":1}]}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"$own","events":[{"type":"A","data":1}]}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"ok-1","events":[{"type":"A","data":1}]},{"stream":"$own","expected":"any"}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"","events":[{"type":"A","data":1}]}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"\ud800","events":[{"type":"A","data":1}]}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"a-1","expected":"v","events":[{"type":"A","data":1}]}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[{"stream":"a-1","events":null}]}""", 400, "invalid-request")]
    [InlineData("""{"streams":[null]}""", 400, "invalid-request")]
    public async Task That_is_wrong_stores_nothing(string body, int status, string kind) => (await _api.PostAsync("/api/appends", body)).AssertIs(status, kind);

    [Fact]
    public async Task Takes_no_expected_version_in_a_header()
    {
        var reply = await _api.PostAsync("/api/appends", """{"streams":[{"stream":"a-1","events":[{"type":"A","data":1}]}]}""", (ApiHeaders.ExpectedVersion, "any"));

        reply.AssertIs(400, "invalid-request");
        Assert.Equal(ApiHeaders.ExpectedVersion, reply.Problem.Parameter);
    }
}
