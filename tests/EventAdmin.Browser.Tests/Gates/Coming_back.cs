using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Routes;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Gates;

/// <summary>The address is the state: whoever comes back to it sees what was there.</summary>
public sealed class Coming_back(SharedApp app) : BrowserTest(app)
{
    // What a page shows of the data: headings, rows and what is chosen. Not what a clock or a stopwatch wrote.
    private const string Picture =
        """
        () => {
          const text = selector => [...document.querySelectorAll('main ' + selector)].map(element => element.innerText.trim());
          const value = [...document.querySelectorAll('main input, main select')].map(field => field.type === 'checkbox' ? field.checked : field.value);
          const pressed = [...document.querySelectorAll('main [aria-pressed], main [aria-current]')]
            .map(element => element.innerText + element.getAttribute('aria-pressed') + element.getAttribute('aria-current'));
          const rows = [...document.querySelectorAll('main .event-row')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).slice(0, 10).map(row => `${row.ariaRowIndex} ${row.innerText}`);
          return JSON.stringify([document.title, location.href, text('h1'), text('h2'), rows, value, pressed], null, 1);
        }
        """;

    public static IEnumerable<TheoryDataRow<ProductRoute>> Routes => ProductRoutes.All.Select(route => new TheoryDataRow<ProductRoute>(route));

    protected override bool IsExpected(string complaint) => ProductRoutes.IsNowhere(complaint);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Reload_and_back_restore_the_page(ProductRoute route)
    {
        await PreferAsync("zone", "Asia/Kathmandu");
        await OpenAsync(route.Path);
        var before = await PictureAsync();

        await Page.ReloadAsync();
        await SettleAsync();
        var reloaded = await PictureAsync();
        var elsewhere = route.Template == "/live" ? "Streams" : "Live";
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages", Exact = true }).GetByRole(AriaRole.Link, new() { Name = elsewhere }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = elsewhere })).ToBeVisibleAsync();
        await Page.GoBackAsync();
        await Page.WaitForFunctionAsync("title => document.title === title", await TitleOfAsync(before));
        await SettleAsync();
        var back = await PictureAsync();

        Assert.True(before == reloaded, $"Before:\n{before}\nreloaded:\n{reloaded}");
        Assert.True(before == back, $"Before:\n{before}\nback:\n{back}");
    }

    private static Task<string> TitleOfAsync(string picture) =>
        Task.FromResult(System.Text.Json.JsonDocument.Parse(picture).RootElement[0].GetString() ?? "");

    private Task<string> PictureAsync() => Page.EvaluateAsync<string>(Picture);
}
