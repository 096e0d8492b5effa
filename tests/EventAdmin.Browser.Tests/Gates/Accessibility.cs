using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Routes;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class Accessibility(SharedApp app) : BrowserTest(app)
{
    private static readonly AxeRunOptions Options = new()
    {
        ResultTypes = [ResultType.Violations],
        Rules = new Dictionary<string, RuleOptions>(StringComparer.Ordinal) { ["target-size"] = new() { Enabled = true } },
    };

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

        var wide = await FindSeriousAsync("at 1280");
        await Page.SetViewportSizeAsync(320, 640);
        await SettleAsync();
        var narrow = await FindSeriousAsync("at 320");
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
        var keys = await FindSeriousAsync("in keys");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("g");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Go to" })).ToBeVisibleAsync();
        var goTo = await FindSeriousAsync("in go to");

        Complaints.AssertNone(keys.Concat(goTo));
    }

    private async Task<List<string>> FindSeriousAsync(string where)
    {
        var result = await Page.RunAxe(Options);
        return
        [
            .. from violation in result.Violations
               where violation.Impact is "serious" or "critical"
               from node in violation.Nodes
               select $"{where}: {violation.Id}, {violation.Help}: {node.Html}",
        ];
    }
}
