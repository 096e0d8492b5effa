using System.Text.RegularExpressions;
using EventAdmin.Browser.Tests.Browsing;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Walls;

/// <summary>Boards that have a reason to load themselves anew, and a clock that the test turns.</summary>
public sealed partial class A_board_of_another_build(SharedApp app) : BrowserTest(app)
{
    private const string Path = "/wall/main";
    private int _pages;

    [Fact]
    public async Task Loads_itself_anew_once()
    {
        await ServeAsync(page => page == 1 ? "earlier" : null);

        await Page.GotoAsync(new Uri(Address, Path).ToString());

        await Expect(Page.Locator("[data-corner]")).ToContainTextAsync("came back 1×");
        await Page.Locator("[data-health=ok]").WaitForAsync();
        Assert.Equal(2, _pages);
    }

    [Fact]
    public async Task Stops_after_three_times_in_five_minutes_and_stays_on_the_wall()
    {
        await Page.Clock.InstallAsync();
        await ServeAsync(static _ => "earlier");

        await Page.GotoAsync(new Uri(Address, Path).ToString());

        await Expect(Page.Locator("[data-corner]")).ToContainTextAsync("came back 3×");
        await Page.Locator("[data-health=ok]").WaitForAsync();
        await TurnClockAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(4, _pages);

        await Page.RunAndWaitForResponseAsync(() => TurnClockAsync(TimeSpan.FromMinutes(4)), static answer => answer.Url.EndsWith(Path, StringComparison.Ordinal));

        await Page.Locator("[data-health=ok]").WaitForAsync();
    }

    [Fact]
    public async Task Loads_itself_anew_once_a_day_when_it_is_of_the_same_build()
    {
        await Page.Clock.InstallAsync();
        await ServeAsync(static _ => null);
        await Page.GotoAsync(new Uri(Address, Path).ToString());
        await Page.Locator("[data-health=ok]").WaitForAsync();

        await Page.Clock.FastForwardAsync(TimeSpan.FromHours(26).Ticks / TimeSpan.TicksPerMillisecond);

        await Expect(Page.Locator("[data-corner]")).ToContainTextAsync(new Regex("came back [1-9]", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Page.Locator("[data-health=ok]").WaitForAsync();
        Assert.Equal(2, _pages);
    }

    // What the browser says of a stream that ends with its page.
    protected override bool IsExpected(string complaint) => Complaints.IsOfUnansweredRequest(complaint);

    /// <summary>Goes on when the board has seen the new time.</summary>
    private async Task TurnClockAsync(TimeSpan by)
    {
        var before = await Page.Locator("[data-clock]").InnerTextAsync();
        await Page.Clock.FastForwardAsync(by.Ticks / TimeSpan.TicksPerMillisecond);
        await Expect(Page.Locator("[data-clock]")).Not.ToHaveTextAsync(before);
    }

    /// <summary>Counts the documents and says of each which build it is of; null for the server's own.</summary>
    private async Task ServeAsync(Func<int, string?> buildOf) => await Page.RouteAsync("**" + Path, async route =>
    {
        var answer = await route.FetchAsync();
        var body = await answer.TextAsync();
        if (buildOf(++_pages) is { } build)
            body = BuildOfPage().Replace(body, $"data-build=\"{build}\"");
        await route.FulfillAsync(new() { Response = answer, Body = body });
    });

    [GeneratedRegex("data-build=\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuildOfPage();
}
