using System.Net.Http.Headers;
using EventAdmin.Client.Contracts;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

/// <summary>Conditional requests: what a caller has already is not sent again, and what is different always is.</summary>
public sealed class Asking_again(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("/api/streams/still-1/events/0", true)]
    [InlineData("/api/streams/still-1/events/0/payload", true)]
    [InlineData("/api/streams/still-1/events?limit=2", true)]
    [InlineData("/api/streams/still-1/events?types=Noted&limit=1&from=1", true)]
    [InlineData("/api/streams/still-1/state?at=v1", true)]
    [InlineData("/api/streams/still-1", false)]
    [InlineData("/api/streams/still-1/events", false)]
    [InlineData("/api/streams/still-1/events?direction=backward&limit=1", false)]
    [InlineData("/api/streams/still-1/state", false)]
    [InlineData("/api/streams?prefix=still-", false)]
    [InlineData("/api/feed?stream=still-1", false)]
    public async Task Is_answered_with_304_until_the_answer_is_another(string address, bool isForEver)
    {
        await host.AppendAsync("still-1", CancellationToken, count: 3, json: """{"a":1}""");

        var first = (await _api.GetAsync(address)).AssertOk();
        var tag = first.Header("ETag");
        var again = await _api.GetAsync(address, ("If-None-Match", tag!));
        var among = await _api.GetAsync(address, ("If-None-Match", $"\"x\", {tag}, W/\"y\""));
        await host.AppendAsync("still-1", CancellationToken, json: """{"b":2}""");
        var later = await _api.GetAsync(address, ("If-None-Match", tag!));

        Assert.Equal((304, 304), (again.Status, among.Status));
        Assert.Empty(again.Body);
        Assert.Equal(tag, again.Header("ETag"));
        Assert.Equal(isForEver ? 304 : 200, later.Status);
        Assert.NotEqual(isForEver, later.Header("ETag") != tag);
        Assert.Equal("no-store", first.Header("Cache-Control"));
    }

    [Fact]
    public async Task In_another_form_is_another_answer()
    {
        await host.AppendAsync("form-1", CancellationToken);

        var json = (await _api.GetAsync("/api/streams/form-1/events/0")).AssertOk();
        var cloud = (await _api.GetAsync("/api/streams/form-1/events/0", ("Accept", ApiHeaders.CloudEvent), ("If-None-Match", json.Header("ETag")!))).AssertOk();

        Assert.NotEqual(json.Header("ETag"), cloud.Header("ETag"));
        Assert.Contains("Accept", json.Header("Vary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_any_tag_is_answered_with_304()
    {
        await host.AppendAsync("any-1", CancellationToken);

        Assert.Equal(304, (await _api.GetAsync("/api/streams/any-1", ("If-None-Match", "*"))).Status);
        Assert.Equal(200, (await _api.GetAsync("/api/streams/any-1", ("If-None-Match", "not a tag"))).Status);
    }

    [Theory]
    [InlineData("bytes=0-3", 206, "{\"n\"", "bytes 0-3/10")]
    [InlineData("bytes=-3", 206, "42}", "bytes 7-9/10")]
    [InlineData("bytes=5-", 206, "1042}", "bytes 5-9/10")]
    [InlineData("bytes=99-", 416, null, "bytes */10")]
    [InlineData("lines=1-2", 200, "{\"n\":1042}", null)]
    public async Task For_a_part_of_the_data_gives_that_part(string range, int status, string? part, string? contentRange)
    {
        await host.AppendAsync($"range-{status}{range.Length}", CancellationToken, json: """{"n":1042}""");

        var reply = await _api.GetAsync($"/api/streams/range-{status}{range.Length}/events/0/payload", ("Range", range));

        Assert.Equal(status, reply.Status);
        Assert.Equal(contentRange, reply.Header("Content-Range"));
        if (part is not null)
            Assert.Equal(part, reply.Text);
    }

    [Fact]
    public async Task For_a_part_of_data_that_are_others_gives_the_whole()
    {
        await host.AppendAsync("if-range-1", CancellationToken, json: """{"n":1042}""");
        const string address = "/api/streams/if-range-1/events/0/payload";
        var tag = (await _api.GetAsync(address)).AssertOk().Header("ETag")!;

        Assert.Equal(206, (await _api.GetAsync(address, ("Range", "bytes=0-1"), ("If-Range", tag))).Status);
        Assert.Equal(200, (await _api.GetAsync(address, ("Range", "bytes=0-1"), ("If-Range", "\"other\""))).Status);
        Assert.Equal("042}", (await _api.GetAsync($"{address}?from=6")).AssertOk().Text);
    }

    [Fact]
    public async Task For_the_head_alone_gives_no_body()
    {
        await host.AppendAsync("heads-1", CancellationToken);

        var head = await _api.SendAsync(HttpMethod.Head, "/api/streams/heads-1", content: null);

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Body);
        Assert.True(EntityTagHeaderValue.TryParse(head.Header("ETag"), out _));
    }
}
