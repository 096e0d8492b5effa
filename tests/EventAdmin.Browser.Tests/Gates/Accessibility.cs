using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Routes;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class Accessibility(SharedApp app) : BrowserTest(app)
{
    public static IEnumerable<TheoryDataRow<ProductRoute, string>> RoutesInBothThemes =>
        from route in ProductRoutes.All
        from theme in new[] { "light", "dark" }
        select new TheoryDataRow<ProductRoute, string>(route, theme);

    protected override bool IsExpected(string complaint) => ProductRoutes.IsNowhere(complaint);

    [Theory]
    [MemberData(nameof(RoutesInBothThemes))]
    public async Task Axe_finds_nothing_serious_at_1280_and_320_pixels_and_nothing_is_wider_than_the_window(ProductRoute route, string theme)
    {
        await PreferAsync("theme", theme);
        await OpenAsync(route.Path);

        var wide = await AxeScan.FindSeriousAsync(Page, "at 1280");
        await Page.SetViewportSizeAsync(320, 640);
        await SettleAsync();
        var narrow = await AxeScan.FindSeriousAsync(Page, "at 320");
        var tooWide = await PageWidth.FindTooWideAsync(Page);

        Complaints.AssertNone(wide.Concat(narrow).Concat(tooWide));
    }

    [Fact]
    public async Task Axe_finds_nothing_serious_in_the_dialogs()
    {
        await OpenAsync("/live");
        await Page.Locator("html[data-keys=on]").WaitForAsync();

        await Page.Keyboard.PressAsync("?");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        var keys = await AxeScan.FindSeriousAsync(Page, "in keys");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("g");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Go to" })).ToBeVisibleAsync();
        var goTo = await AxeScan.FindSeriousAsync(Page, "in go to");

        Complaints.AssertNone(keys.Concat(goTo));
    }
}
