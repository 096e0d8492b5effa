using System.Diagnostics;
using System.Globalization;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>
/// Measures, on demand: 500 single-event appends a second for a minute, and the Live page of one viewer that follows them. Needs a quiet
/// machine; server, appender and browser share it.
/// </summary>
public sealed class The_live_page_under_load(SharedApp app) : OwnAppTest(app)
{
    private const int PerSecond = 500;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    // Every drawing of the counters, with the time at which the browser was about to paint it.
    private const string WatchDrawings =
        """
        () => {
          const ticker = document.querySelector('[data-arrived]');
          window.drawings = [];
          const note = () => requestAnimationFrame(() => {
            const counts = ticker.dataset;
            window.drawings.push([performance.timeOrigin + performance.now(), Number(counts.arrived), Number(counts.shown), Number(counts.skipped), Number(counts.waiting)]);
          });
          new MutationObserver(note).observe(ticker, { attributes: true, attributeFilter: ['data-arrived', 'data-shown', 'data-skipped'] });
        }
        """;

    private HostedApp? _host;
    private long _received;

    protected override Uri Address => Host.Address;

    private HostedApp Host => _host ?? throw new InvalidOperationException("Expected a host; it is started before the test.");

    [Fact(Explicit = true)]
    public async Task Follows_500_events_a_second_for_a_minute_within_its_budgets()
    {
        var devTools = await ListenAsync();
        await OpenAsync("/live");
        await Page.EvaluateAsync(WatchDrawings);
        var busyBefore = await DevTools.BusySecondsAsync(devTools);
        var receivedBefore = Interlocked.Read(ref _received);
        var clock = Stopwatch.StartNew();

        var appended = await SteadyAppends.RunAsync(Host.Storage, PerSecond, Length, TestContext.Current.CancellationToken);
        var took = clock.Elapsed;
        var busy = (await DevTools.BusySecondsAsync(devTools) - busyBefore) / took.TotalSeconds;
        var bytesPerSecond = (Interlocked.Read(ref _received) - receivedBefore) / took.TotalSeconds;
        await Page.WaitForFunctionAsync("count => { const last = window.drawings.at(-1); return last[1] === count && last[4] === 0; }", appended.Count);
        var drawings = await Page.EvaluateAsync<double[][]>("window.drawings");

        var lags = LagsOf(appended, drawings);
        var last = drawings[^1];
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{appended.Count} events in {took.TotalSeconds:0.0} s ({appended.Count / took.TotalSeconds:0}/s); {drawings.Length / took.TotalSeconds:0.0} drawings/s; "
            + $"lag p50 {lags[lags.Count / 2]:0} ms, p95 {lags[(int)(lags.Count * 0.95)]:0} ms, max {lags[^1]:0} ms; {bytesPerSecond / 1000:0.0} kB/s; "
            + $"main thread {busy:P1}; arrived {last[1]:0} = shown {last[2]:0} + skipped {last[3]:0}");
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.Equal(last[1], last[2] + last[3]);
        Assert.True(lags[(int)(lags.Count * 0.95)] <= 500 && bytesPerSecond <= 100_000 && busy <= 0.15, figures);
    }

    protected override Task<IAsyncDisposable> StartAppAsync(string storePath)
    {
        _host = HostedApp.Start(storePath, static _ => { });
        return Task.FromResult<IAsyncDisposable>(_host);
    }

    private async Task<ICDPSession> ListenAsync()
    {
        var devTools = await DevTools.ListenAsync(Page);
        // A binary frame comes as base64.
        devTools.Event("Network.webSocketFrameReceived").OnEvent += (_, message) =>
        {
            if (message?.GetProperty("response").GetProperty("payloadData").GetString() is { } payload)
                Interlocked.Add(ref _received, payload.Length * 3L / 4);
        };
        return devTools;
    }

    /// <summary>From the append of each event to the first drawing that had it, ascending.</summary>
    private static List<double> LagsOf(List<double> appended, double[][] drawings)
    {
        var lags = new List<double>(appended.Count);
        var drawing = 0;
        for (var i = 0; i < appended.Count; i++)
        {
            while (drawings[drawing][2] + drawings[drawing][3] < i + 1)
                drawing++;
            lags.Add(drawings[drawing][0] - appended[i]);
        }

        lags.Sort();
        return lags;
    }
}
