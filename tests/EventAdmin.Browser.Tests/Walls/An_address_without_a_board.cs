using EventAdmin.Browser.Tests.Browsing;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Walls;

public sealed class An_address_without_a_board(SharedApp app) : BrowserTest(app)
{
    private const string Path = "/wall/lobby";

    protected override bool IsExpected(string complaint) =>
        complaint.Contains("status of 404", StringComparison.Ordinal) && complaint.Contains(Path, StringComparison.Ordinal);

    [Fact]
    public async Task Says_which_boards_there_are()
    {
        await Page.GotoAsync(new Uri(Address, Path).ToString());

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("lobby");
        Complaints.AssertNone(await AxeScan.FindSeriousAsync(Page, Path));
        await Page.GetByRole(AriaRole.Link, new() { Name = "main" }).ClickAsync();
        await Page.Locator("html[data-state=live]").WaitForAsync();
    }

    [Fact]
    public async Task Shows_the_board_by_itself_once_there_is_one()
    {
        await Page.Clock.InstallAsync();
        await Page.GotoAsync(new Uri(Address, Path).ToString());
        await Page.RouteAsync("**" + Path, async route => await route.FulfillAsync(new() { Response = await route.FetchAsync(new() { Url = new Uri(Address, "/wall/main").ToString() }) }));

        await Page.Clock.FastForwardAsync(60_000);

        await Page.Locator("html[data-state=live]").WaitForAsync();
    }
}
