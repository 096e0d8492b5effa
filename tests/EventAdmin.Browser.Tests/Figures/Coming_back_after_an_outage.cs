using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;

namespace EventAdmin.Browser.Tests.Figures;

/// <summary>
/// Measures, on demand: how long after a killed server answers again a board and the Live page show new events, with nobody touching them.
/// </summary>
public sealed class Coming_back_after_an_outage(SharedApp app) : OwnAppTest(app)
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(20);

    private ServerProcess? _server;

    protected override Uri Address => Server.Address;

    private ServerProcess Server => _server ?? throw new InvalidOperationException("Expected a server; it is started before each test.");

    [Theory(Explicit = true)]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(400)]
    public async Task Takes_seconds_however_long_it_was(int seconds)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var board = await NewPageAsync();
        var live = Page;
        await board.GotoAsync(new Uri(Address, "/wall/main").ToString());
        await board.Locator("[data-health=ok]").WaitForAsync();
        await OpenAsync(live, "/live");

        await Server.KillAsync();
        // A board counts as live until it was silent for a while; here only the next word from the server does.
        await board.EvaluateAsync("document.documentElement.dataset.state = 'cut off'");
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
        var restarting = Server.StartAsync();
        await AnswerAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var comings = await Task.WhenAll(
            ReturnAsync(clock, board.Locator("html[data-state=live]").WaitForAsync()),
            ReturnAsync(clock, live.Locator("html[data-connection=live]").WaitForAsync()));
        await restarting;

        var figures = string.Create(
            CultureInfo.InvariantCulture, $"after {seconds} s: board live after {comings[0].TotalSeconds:0.0} s, Live page after {comings[1].TotalSeconds:0.0} s");
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.All(comings, coming => Assert.True(coming <= TimeMax, figures));
    }

    protected override bool IsExpected(string complaint) => Complaints.IsOfUnansweredRequest(complaint);

    protected override async Task<IAsyncDisposable> StartAppAsync(string storePath) =>
        _server = await ServerProcess.StartAsync(storePath, "--seed", "--trickle", "5/s");

    private static async Task<TimeSpan> ReturnAsync(Stopwatch clock, Task coming)
    {
        await coming;
        return clock.Elapsed;
    }

    /// <summary>Asks until the server says that it is ready.</summary>
    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        while (true)
        {
            try
            {
                using var health = JsonDocument.Parse(await client.GetStringAsync("/health/ui", cancellationToken));
                if (health.RootElement.GetProperty("ready").GetBoolean())
                    return;
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(ProbePause, TimeProvider.System, cancellationToken);
        }
    }
}
