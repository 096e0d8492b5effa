using System.Globalization;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Routes;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

public sealed class The_viewers_choices(SharedApp app) : BrowserTest(app)
{
    private const string Kathmandu = "Asia/Kathmandu";

    public static IEnumerable<TheoryDataRow<ProductRoute>> Routes => ProductRoutes.All.Select(route => new TheoryDataRow<ProductRoute>(route));

    protected override bool IsExpected(string complaint) => ProductRoutes.IsNowhere(complaint);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task A_theme_is_there_from_the_first_byte_to_the_last_paint(string theme)
    {
        await Context.AddInitScriptAsync(
            """
            window.themes = [];
            new MutationObserver(() => window.themes.push(document.documentElement.className)).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
            new PerformanceObserver(paints => window.firstPaint ??= getComputedStyle(document.body).backgroundColor).observe({ type: 'paint', buffered: true });
            """);
        await PreferAsync("theme", theme);

        await OpenAsync("/live");

        await Page.WaitForFunctionAsync("() => window.firstPaint");
        Assert.Equal([$"theme-{theme}"], await Page.EvaluateAsync<string[]>("[...new Set(window.themes.filter(name => name))]"));
        Assert.Equal(await Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"), await Page.EvaluateAsync<string>("window.firstPaint"));
    }

    [Fact]
    public async Task A_theme_chosen_by_its_button_survives_a_reload()
    {
        await OpenAsync("/live");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Theme as the device, switch to the next" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Theme light, switch to the next" }).ClickAsync();
        await Expect(Page.Locator("html.theme-dark")).ToHaveCountAsync(1);
        await Page.ReloadAsync();

        await Expect(Page.Locator("html.theme-dark")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_first_visit_is_in_the_browsers_zone_and_so_is_the_next()
    {
        await OpenAsync("/live");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Time zone: UTC" })).ToHaveCountAsync(0);

        await Page.ReloadAsync();
        await SettleAsync();

        await AssertTimesAsync(TimeZoneInfo.FindSystemTimeZoneById(Kathmandu));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_zone_switch_changes_every_time_of_a_page(ProductRoute route)
    {
        await PreferAsync("zone", Kathmandu);
        await OpenAsync(route.Path);
        await AssertTimesAsync(TimeZoneInfo.FindSystemTimeZoneById(Kathmandu));

        await Page.GetByRole(AriaRole.Button, new() { Name = "Time zone: Kathmandu" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Time zone: UTC" })).ToBeVisibleAsync();

        await AssertTimesAsync(TimeZoneInfo.Utc);
    }

    // A row that has just been drawn anew may still show the zone before.
    private async Task AssertTimesAsync(TimeZoneInfo zone)
    {
        var minutes = (int)zone.GetUtcOffset(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)).TotalMinutes;
        await Page.WaitForFunctionAsync(
            """
            minutes => [...document.querySelectorAll('main time[datetime]')].every(time => {
              const local = new Date(Date.parse(time.dateTime) + minutes * 60000).toISOString().replace('T', '');
              const shown = time.cloneNode(true);
              shown.querySelector('.zoned-time-offset')?.remove();
              return local.includes(shown.textContent.replace(/\s/g, ''));
            })
            """,
            minutes.ToString(CultureInfo.InvariantCulture));
    }
}
