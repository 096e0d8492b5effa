using System.Text.RegularExpressions;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Outages;

/// <summary>A board and a page of the app beside it, and an app of its own that is killed and started again.</summary>
public sealed class Pages_whose_server_goes_away(SharedApp app) : OwnAppTest(app)
{
    private ServerProcess? _server;

    protected override Uri Address => Server.Address;

    private ServerProcess Server => _server ?? throw new InvalidOperationException("Expected a server; it is started before each test.");

    [Theory]
    [InlineData("(?:[5-9]|[1-9][0-9]) s", "aging|stale")]
    [InlineData("1 min", "stale|dead")]
    public async Task Show_how_old_they_are_and_come_back_by_themselves(string outage, string age)
    {
        var board = await NewPageAsync();
        await board.GotoAsync(new Uri(Address, "/wall/main").ToString());
        await board.Locator("[data-health=ok]").WaitForAsync();
        await OpenAsync("/live");
        await Page.WaitForFunctionAsync("() => Number(document.querySelector('[data-arrived]').dataset.arrived) > 0");

        await Server.KillAsync();

        // The outage lasts as long as the page says that it does.
        await Expect(Page.Locator("#reconnect-bar")).ToContainTextAsync(Pattern($"has not answered for {outage}"), new() { Timeout = 120_000 });
        await Expect(board.Locator("[data-tile=rate]")).ToHaveAttributeAsync("data-age", Pattern($"^(?:{age})$"));
        await Expect(board.Locator("[data-tile=store]")).ToHaveAttributeAsync("data-age", Pattern($"^(?:{age})$"));
        await Expect(board.Locator("[data-total]")).Not.ToHaveTextAsync("–");
        var shown = await board.Locator("[data-total]").InnerTextAsync();

        await Server.StartAsync();

        await board.Locator("[data-health=ok]").WaitForAsync();
        await Expect(board.Locator("[data-columns] [data-age=fresh]")).ToHaveCountAsync(5);
        await Expect(board.Locator("[data-total]")).Not.ToHaveTextAsync(shown);
        await Expect(board.Locator("[data-corner]")).ToContainTextAsync("came back 1×");
        await SettleAsync();
        await Expect(Page.Locator("#reconnect-bar")).ToBeHiddenAsync();
        await Expect(Page.Locator("[data-caught-up]")).ToContainTextAsync(Pattern("^Caught up: [1-9][0-9,]* (?:event|events) came|^Caught up: nothing came"));
    }

    [Fact]
    public async Task Load_themselves_three_times_in_five_minutes_and_then_offer_it_and_go_on_probing()
    {
        await Page.Clock.InstallAsync();
        await OpenAsync("/live");
        // As if it had loaded itself three times just now.
        await Page.EvaluateAsync("sessionStorage.setItem('reloads', JSON.stringify([Date.now(), Date.now(), Date.now()]))");
        await Page.EvaluateAsync("window.isTheSame = true");
        await Server.KillAsync();
        await Page.Locator("html[data-connection=offline]").WaitForAsync();
        await Server.StartAsync();

        await Page.Locator("[data-reconnect-now]").ClickAsync();

        await Expect(Page.Locator("[data-reconnect-words]")).ToContainTextAsync("has reloaded 3 times in five minutes");
        var button = Page.Locator("#reconnect-bar [data-reconnect-reload]");
        await Expect(button).ToBeVisibleAsync();
        await Page.RunAndWaitForResponseAsync(() => Page.Clock.FastForwardAsync(70_000), answer => answer.Url.EndsWith("/health/ui", StringComparison.Ordinal));
        Assert.True(await Page.EvaluateAsync<bool>("window.isTheSame"), "The page loaded itself a fourth time.");

        await button.ClickAsync();

        await Page.WaitForFunctionAsync("() => !window.isTheSame");
        await SettleAsync();
    }

    protected override bool IsExpected(string complaint) => Complaints.IsOfUnansweredRequest(complaint);

    protected override async Task<IAsyncDisposable> StartAppAsync(string storePath) =>
        _server = await ServerProcess.StartAsync(storePath, "--seed", "--trickle", "5/s");

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
