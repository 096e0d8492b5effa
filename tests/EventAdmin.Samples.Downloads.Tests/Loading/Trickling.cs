using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.Loading;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EventAdmin.Samples.Downloads.Tests.Loading;

public sealed class Trickling : IDisposable
{
    private readonly WatchedClock _clock = new();
    private readonly EventStore _store;
    private readonly SampleLoader _loader;
    private readonly DownloadsTrickle _trickle;

    public Trickling()
    {
        var options = new DownloadsSampleOptions { Trickle = "5/s" };
        _store = Sample.CreateStore(_clock);
        _loader = Sample.CreateLoader(_store, _clock, options);
        _trickle = new DownloadsTrickle(_loader, Options.Create(options), _clock, NullLogger<DownloadsTrickle>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("5/s", 5)]
    [InlineData("1000/s", 1000)]
    public void A_rate_is_read(string text, int perSecond)
    {
        Assert.True(TrickleRate.TryParse(text, out var rate));
        Assert.Equal((perSecond, text), (rate.PerSecond, rate.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("0/s")]
    [InlineData("-5/s")]
    [InlineData("1.5/s")]
    [InlineData("1001/s")]
    [InlineData("5/m")]
    public void Anything_else_is_no_rate(string? text) => Assert.False(TrickleRate.TryParse(text, out _));

    [Fact]
    public async Task It_appends_at_its_rate_and_its_customers_are_the_samples()
    {
        await TickAsync(seconds: 60);

        var removal = await _loader.DescribeRemovalAsync(Cancel);
        var taken = await _loader.RemoveAsync(Cancel);
        Assert.InRange(removal.Events, 298, 302);
        Assert.Equal(removal.Streams, taken);
        Assert.Empty((await _store.Storage.ListStreamsAsync(new StreamListRead { CountMax = 10 }, ReadOptions.Default, Cancel)).Value.Streams);
    }

    [Fact]
    public async Task It_rests_after_a_removal_and_goes_on_after_a_load()
    {
        await TickAsync(seconds: 5);
        await _loader.RemoveAsync(Cancel);

        var removed = await _store.Storage.FindFeedHeadAsync(Cancel);
        await TickAsync(seconds: 5);
        var rested = await _store.Storage.FindFeedHeadAsync(Cancel);
        await _loader.LoadAsync(progress: null, Cancel);
        var loaded = await _store.Storage.FindFeedHeadAsync(Cancel);
        await TickAsync(seconds: 5);

        Assert.Equal(removed, rested);
        Assert.True(await _store.Storage.FindFeedHeadAsync(Cancel) > loaded);
    }

    [Fact]
    public async Task It_touches_no_stream_that_was_there_before_it_nor_does_a_removal()
    {
        var own = new NewEvent { Id = EventId.FromName("test", "own"), Type = "Own", Data = "{}"u8.ToArray() };
        await _store.AppendAsync(StreamId.Parse("customer-20001"), ExpectedVersion.NoStream, [own], Cancel);

        await TickAsync(seconds: 5);
        var trickled = await _store.ReadAsync("customer-20002", Cancel);
        await _loader.RemoveAsync(Cancel);

        Assert.NotEmpty(trickled);
        Assert.Empty(await _store.ReadAsync("customer-20002", Cancel));
        Assert.Single(await _store.ReadAsync("customer-20001", Cancel));
    }

    [Fact]
    public async Task It_runs_by_the_hosts_clock()
    {
        var appended = _store.Storage.Changed.Next;
        await _trickle.StartAsync(Cancel);
        await _clock.TimerCreated.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await appended.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await _trickle.StopAsync(Cancel);
    }

    public void Dispose()
    {
        _trickle.Dispose();
        _loader.Dispose();
    }

    private async Task TickAsync(int seconds)
    {
        for (var tick = 0; tick < seconds * 5; tick++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await _trickle.TickAsync(new TrickleRate(5), Cancel);
        }
    }

    /// <summary>Tells when somebody waits for it.</summary>
    private sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero))
    {
        private readonly TaskCompletionSource _timerCreated = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task TimerCreated => _timerCreated.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timerCreated.TrySetResult();
            return timer;
        }
    }
}
