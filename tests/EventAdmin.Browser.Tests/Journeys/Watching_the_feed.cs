using System.Globalization;
using System.Text.Json;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Journeys;

/// <summary>Runs an app of its own, which appends sample events by itself.</summary>
public sealed class Watching_the_feed(SharedApp app) : OwnAppTest(app)
{
    private ServerProcess? _server;

    protected override Uri Address => _server?.Address ?? throw new InvalidOperationException("Expected a server; it is started before each test.");

    private ILocator Ticker => Page.Locator("[data-arrived]");

    [Fact]
    public async Task What_the_server_appends_comes_in_at_the_top_and_is_counted_exactly()
    {
        await OpenAsync("/live");
        var newest = await TopRowAsync();

        await WaitForArrivalsAsync(20);

        Assert.NotEqual(newest, await TopRowAsync());
        var counts = await CountsAsync();
        Assert.Equal(counts["arrived"], counts["shown"] + counts["skipped"] + counts["waiting"]);
    }

    [Fact]
    public async Task A_pause_holds_the_list_still_and_goes_on_counting()
    {
        await OpenAsync("/live");
        await WaitForArrivalsAsync(1);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(Page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
        var held = await TopRowAsync();
        await Page.WaitForFunctionAsync("() => Number(document.querySelector('[data-arrived]').dataset.waiting) >= 10");
        Assert.Equal(held, await TopRowAsync());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show them" }).ClickAsync();

        await Expect(Page.GetByText("Paused", new() { Exact = true })).ToBeHiddenAsync();
        await Page.WaitForFunctionAsync("held => document.querySelector('.event-row').innerText !== held", held);
    }

    [Fact]
    public async Task A_category_chosen_leaves_only_its_events_and_stands_in_the_address()
    {
        await OpenAsync("/live");

        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Category" }).SelectOptionAsync("downloads");
        await Expect(Page.GetByText("Only category downloads.")).ToBeVisibleAsync();
        await WaitForArrivalsAsync(3);

        Assert.Equal("?category=downloads", new Uri(Page.Url).Query);
        var streams = await Page.Locator("[role=gridcell].cell-stream").AllInnerTextsAsync();
        Assert.All(streams, stream => Assert.StartsWith("downloads-", stream, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_process_appends_arrives_by_itself()
    {
        using var http = new HttpClient { BaseAddress = Address };
        await OpenAsync("/live?category=parcel");
        var body = new AppendBody
        {
            Expected = "no-stream",
            Events = [new AppendEvent { Type = "ParcelHandedOver", Data = JsonElement.Parse("{}"), Actor = "courier" }],
        };

        var answer = await new EventAdminClient(http, TimeProvider.System).AppendAsync(
            "parcel-1", body, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.IsType<AppendAnswer.Appended>(answer);
        await Expect(Page.Locator(".event-row")).ToContainTextAsync("Parcel handed over by courier");
        Assert.Equal(1, (await CountsAsync())["arrived"]);
    }

    protected override async Task<IAsyncDisposable> StartAppAsync(string storePath) =>
        _server = await ServerProcess.StartAsync(storePath, "--seed", "--trickle", "10/s");

    private async Task WaitForArrivalsAsync(int count) => await Page.WaitForFunctionAsync(
        "count => Number(document.querySelector('[data-arrived]')?.dataset.arrived) >= count", count);

    private Task<string> TopRowAsync() => Page.Locator(".event-row").First.InnerTextAsync();

    // Read at one moment: the attributes change together.
    private async Task<Dictionary<string, long>> CountsAsync() =>
        (await Ticker.EvaluateAsync<Dictionary<string, string>>("ticker => ({ ...ticker.dataset })"))
            .Where(pair => pair.Key is "arrived" or "shown" or "skipped" or "waiting")
            .ToDictionary(pair => pair.Key, pair => long.Parse(pair.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
