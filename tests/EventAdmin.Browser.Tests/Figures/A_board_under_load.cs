using System.Diagnostics;
using System.Globalization;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>
/// Measures, on demand: single-event appends for a minute, and a board of 1920 by 1080 pixels that counts them. Needs a quiet machine; server,
/// appender and browser share it.
/// </summary>
public sealed class A_board_under_load(SharedApp app) : OwnAppTest(app)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private HostedApp? _host;
    private long _received;
    private int _frames;

    protected override BrowserNewContextOptions Viewer => new() { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } };

    protected override Uri Address => Host.Address;

    private HostedApp Host => _host ?? throw new InvalidOperationException("Expected a host; it is started before the test.");

    [Theory(Explicit = true)]
    [InlineData(50)]
    [InlineData(500)]
    public async Task Costs_little_at_any_rate(int perSecond)
    {
        var devTools = await ListenAsync();
        await Page.GotoAsync(new Uri(Address, "/wall/main").ToString());
        await Page.Locator("[data-health=ok]").WaitForAsync();
        var busyBefore = await DevTools.BusySecondsAsync(devTools);
        var (receivedBefore, framesBefore) = (Interlocked.Read(ref _received), Volatile.Read(ref _frames));
        var clock = Stopwatch.StartNew();

        var appended = await SteadyAppends.RunAsync(Host.Storage, perSecond, Length, TestContext.Current.CancellationToken);
        var took = clock.Elapsed.TotalSeconds;
        var busy = (await DevTools.BusySecondsAsync(devTools) - busyBefore) / took;
        var bytesPerSecond = (Interlocked.Read(ref _received) - receivedBefore) / took;
        var framesPerSecond = (Volatile.Read(ref _frames) - framesBefore) / took;
        await Expect(Page.Locator("[data-total]")).ToHaveTextAsync(appended.Count.ToString("N0", CultureInfo.InvariantCulture));

        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{appended.Count} events in {took:0.0} s ({appended.Count / took:0}/s): {bytesPerSecond / 1000:0.0} kB/s, {framesPerSecond:0.0} frames/s, main thread {busy:P1}");
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        // A tick that comes late and the next one that comes in time may fall into one second.
        Assert.True(bytesPerSecond <= 10_000 && framesPerSecond <= 4.1 && busy <= 0.03, figures);
    }

    protected override Task<IAsyncDisposable> StartAppAsync(string storePath)
    {
        _host = HostedApp.Start(storePath, static _ => { });
        return Task.FromResult<IAsyncDisposable>(_host);
    }

    private async Task<ICDPSession> ListenAsync()
    {
        var devTools = await DevTools.ListenAsync(Page);
        devTools.Event("Network.dataReceived").OnEvent += (_, message) => Interlocked.Add(ref _received, message?.GetProperty("dataLength").GetInt64() ?? 0);
        devTools.Event("Network.eventSourceMessageReceived").OnEvent += (_, message) =>
        {
            if (message?.GetProperty("eventName").GetString() == "frame")
                Interlocked.Increment(ref _frames);
        };
        return devTools;
    }
}
