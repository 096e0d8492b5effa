using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Storage.InMemory;
using EventAdmin.Testing.Storage;
using EventAdmin.Web.Features.Wall;
using EventAdmin.Web.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class What_a_board_says_is_wrong : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TestTime.Start);
    private readonly SqliteHarness _closed = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _closed.OpenAsync(new EventLimits(), CancellationToken);
        await _closed.Storage.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _closed.DisposeAsync();

    [Fact]
    public async Task Is_nothing_while_the_store_answers()
    {
        var watch = await WatchAsync(Sound(), HealthCheckResult.Healthy());

        Assert.Equal("ok", watch.State.State);
        Assert.Empty(watch.Problems(feedFailingSince: null));
        Assert.Equal(TestTime.Start, watch.CheckedAt);
    }

    [Fact]
    public async Task Is_what_the_app_itself_finds()
    {
        var watch = await WatchAsync(Sound(), HealthCheckResult.Degraded("The disk of the store is full."));

        Assert.Equal(["The disk of the store is full"], watch.Problems(feedFailingSince: null));
    }

    [Fact]
    public async Task Is_a_feed_that_stands_still()
    {
        var watch = await WatchAsync(Sound(), HealthCheckResult.Healthy());

        Assert.Equal(["Feed not readable for 38 s"], watch.Problems(TestTime.Start - TimeSpan.FromSeconds(38)));
    }

    [Fact]
    public async Task Is_one_thing_when_the_store_does_not_answer()
    {
        var watch = await WatchAsync(_closed.Storage, HealthCheckResult.Unhealthy("The store can't be read."));
        _clock.Advance(TimeSpan.FromSeconds(90));
        await watch.CheckAsync(CancellationToken);

        Assert.Equal("down", watch.State.State);
        Assert.Equal(["Store down for 1 min 30 s"], watch.Problems(TestTime.Start));
    }

    private InMemoryEventStorage Sound() => new(new EventLimits(), _clock);

    private async Task<WallStoreWatch> WatchAsync(IEventReader reader, HealthCheckResult result)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddCheck("store", () => result, tags: [HealthEndpoints.ReadyTag]);
        var watch = new WallStoreWatch(reader, services.BuildServiceProvider().GetRequiredService<HealthCheckService>(), _clock, TimeZoneInfo.Utc);
        await watch.CheckAsync(CancellationToken);
        return watch;
    }
}
