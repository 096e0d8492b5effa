using EventAdmin.Browser.Tests.Browsing;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Walls;

public sealed class A_board(SharedApp app) : BrowserTest(app)
{
    // Where text is cut, or a tile reaches out of its place.
    private const string FindCut =
        """
        () => [...document.querySelectorAll('.wall-tile, .wall-strip, .wall-corner')].filter(element => {
          const box = element.getBoundingClientRect();
          return box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || element.scrollHeight > element.clientHeight + 2;
        }).map(element => `${element.className} ${element.dataset.tile ?? ''}: ${element.scrollHeight} in ${element.clientHeight}`)
        """;

    protected override BrowserNewContextOptions Viewer => new() { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } };

    [Theory]
    [InlineData("light", 3, 1920, 1080, "")]
    [InlineData("dark", 3, 1920, 1080, "")]
    [InlineData("dark", 5, 1920, 1080, "1 tile not shown")]
    [InlineData("light", 8, 1920, 1080, "5 tiles not shown")]
    [InlineData("dark", 12, 1920, 1080, "6 tiles not shown")]
    [InlineData("dark", 3, 1080, 1920, "")]
    [InlineData("light", 3, 800, 600, "")]
    [InlineData("dark", 3, 390, 844, "")]
    public async Task Is_readable_in_any_window_and_shows_whole_tiles_or_none(string theme, int distance, int width, int height, string leftOut)
    {
        await Page.SetViewportSizeAsync(width, height);
        await OpenBoardAsync($"/wall/main?theme={theme}&dist={distance}");

        await Expect(Page.Locator("html")).ToHaveClassAsync($"wall theme-{theme}");
        await Expect(Page.Locator("[data-left-out]")).ToHaveTextAsync(leftOut);
        Complaints.AssertNone(await Page.EvaluateAsync<string[]>(FindCut));
        Complaints.AssertNone(await AxeScan.FindSeriousAsync(Page, theme));
    }

    [Fact]
    public async Task Has_letters_as_large_as_the_distance_asks_for()
    {
        await OpenBoardAsync("/wall/main?dist=3&diag=55");

        // 55 inches and 1920 by 1080 pixels are 0.634 mm a pixel; a capital is 0.71 of the letter's size.
        Assert.Equal(3000 / 150 / 0.634 / 0.71, await FontSizeAsync("[data-store-words]"), tolerance: 0.5);
        Assert.Equal(3000 / 60 / 0.634 / 0.71, await FontSizeAsync("[data-rate]"), tolerance: 0.5);
        Assert.Equal(3000d / 215 / 0.634 / 0.71, await FontSizeAsync("[data-corner]"), tolerance: 0.5);
    }

    [Fact]
    public async Task Has_nothing_to_click_and_hides_the_pointer()
    {
        await OpenBoardAsync("/wall/main");

        await Page.Keyboard.PressAsync("Tab");

        Assert.Equal("BODY", await Page.EvaluateAsync<string>("document.activeElement.tagName"));
        await Expect(Page.Locator("a, button, input, select, textarea, [tabindex], summary, [contenteditable]")).ToHaveCountAsync(0);
        Assert.Equal("none", await Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('[data-rate]')).cursor"));
    }

    [Fact]
    public async Task Moves_its_clock_and_says_that_nothing_is_wrong()
    {
        await OpenBoardAsync("/wall/main");
        var before = await Page.Locator("[data-clock]").InnerTextAsync();

        await Expect(Page.Locator("[data-clock]")).Not.ToHaveTextAsync(before);
        await Expect(Page.Locator("[data-health-words]")).ToContainTextAsync("0 problems, ");
        await Expect(Page.Locator("[data-store=ok]")).ToContainTextAsync("answers");
        await Expect(Page.Locator("[data-columns] [data-age=fresh]")).ToHaveCountAsync(5);
    }

    [Fact]
    public async Task Says_what_it_did_not_understand_of_its_address()
    {
        await OpenBoardAsync("/wall/main?dist=far");

        await Expect(Page.Locator(".wall-corner")).ToContainTextAsync("dist=far");
    }

    [Fact]
    public async Task Is_opened_from_the_list_of_boards_and_listed_there_with_how_it_is()
    {
        await OpenAsync("/wall");
        var opened = await Page.RunAndWaitForPopupAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Open board main" }).ClickAsync());

        await opened.Locator("html[data-state=live]").WaitForAsync();

        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Screens of main" }).GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);
    }

    private async Task OpenBoardAsync(string path)
    {
        await Page.GotoAsync(new Uri(Address, path).ToString());
        await Page.Locator("html[data-state=live]").WaitForAsync();
        await Page.Locator("[data-health=ok]").WaitForAsync();
    }

    private Task<double> FontSizeAsync(string selector) =>
        Page.EvaluateAsync<double>("selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)", selector);
}
