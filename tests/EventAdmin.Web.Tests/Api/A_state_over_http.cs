using System.Text.Json;
using EventAdmin.Client.Contracts;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class A_state_over_http(ListeningHost host) : IClassFixture<ListeningHost>, IDisposable
{
    private readonly ApiCaller _api = new(host.Address);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Is_that_of_the_version_asked_for_digit_by_digit()
    {
        await host.AppendAsync("state-1", CancellationToken, json: """{"n":9007199254740993,"gone":1}""");
        await host.AppendAsync("state-1", CancellationToken, json: """{"rate":0.1000000000000000055,"gone":null}""");

        var first = (await _api.GetAsync("/api/streams/state-1/state?at=v0")).AssertOk();
        var now = (await _api.GetAsync("/api/streams/state-1/state?as=merge-patch")).AssertOk().Read<StreamState>();

        Assert.Contains("\"state\":{\"n\":9007199254740993,\"gone\":1}", first.Text, StringComparison.Ordinal);
        Assert.Equal("""{"n":9007199254740993,"rate":0.1000000000000000055}""", now.State.GetRawText());
        Assert.Equal((1L, 1L, true, false, "merge-patch"), (now.Version, now.NewestVersion, now.IsNewest, now.IsClamped, now.Reducer));
        Assert.Equal((0L, false), (first.Read<StreamState>().Version, first.Read<StreamState>().IsNewest));
    }

    [Fact]
    public async Task Is_that_of_an_instant_by_either_time()
    {
        foreach (var (day, value) in ((int, string)[])[(1, "{\"v\":1}"), (3, "{\"v\":3}"), (2, "{\"late\":2}")])
        {
            (await _api.PostAsync("/api/streams/times-1/events", $$"""{"events":[{"type":"A","data":{{value}},"time":"2026-03-0{{day}}T00:00:00Z"}]}""")).AssertOk(201);
        }

        var occurred = (await _api.GetAsync("/api/streams/times-1/state?at=2026-03-02T12:00:00Z&by=occurred")).AssertOk().Read<StreamState>();
        var recorded = (await _api.GetAsync("/api/streams/times-1/state?at=2026-03-02T12:00:00Z&by=recorded")).AssertOk().Read<StreamState>();

        Assert.Equal(("""{"v":1,"late":2}""", 1L), (occurred.State.GetRawText(), occurred.OccurredLater));
        Assert.Equal(3, (await _api.GetAsync("/api/streams/times-1/state?at=2999-01-01T00:00:00Z")).AssertOk().Read<StreamState>().NewestVersion + 1);
        Assert.Equal(recorded.Version is null, recorded.RecordedAt is null);
    }

    [Fact]
    public async Task Before_the_first_event_is_empty_and_beyond_the_last_is_clamped()
    {
        await host.AppendAsync("ends-1", CancellationToken, json: "{\"a\":1}");

        var empty = (await _api.GetAsync("/api/streams/ends-1/state?at=empty")).AssertOk().Read<StreamState>();
        var beyond = (await _api.GetAsync("/api/streams/ends-1/state?at=v999")).AssertOk().Read<StreamState>();

        Assert.Equal((null, null, JsonValueKind.Object), (empty.Version, empty.RecordedAt, empty.State.ValueKind));
        Assert.Equal((0L, true), (beyond.Version, beyond.IsClamped));
    }

    [Theory]
    [InlineData("at=yesterday", "at")]
    [InlineData("at=2026-03-02T12:00:00", "at")]
    [InlineData("at=2026-03-02T12:00:00%2B01:00", "at")]
    [InlineData("at=v-1", "at")]
    [InlineData("at=v99999999999999999999", "at")]
    [InlineData("at=v0&by=occurred", "by")]
    [InlineData("by=weather", "by")]
    [InlineData("as=nobody", "as")]
    [InlineData("as=%0d%0aSet-Cookie:x", "as")]
    public async Task Of_no_moment_or_reducer_is_refused(string query, string parameter)
    {
        await host.AppendAsync("refused-1", CancellationToken);

        var reply = await _api.GetAsync($"/api/streams/refused-1/state?{query}");

        reply.AssertIs(400, "invalid-request");
        Assert.Equal(parameter, reply.Problem.Parameter);
    }
}
