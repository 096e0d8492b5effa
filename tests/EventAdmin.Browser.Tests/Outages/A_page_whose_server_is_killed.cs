using System.Text.RegularExpressions;
using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Outages;

/// <summary>Runs an app of its own: the sample and events that keep arriving.</summary>
public sealed partial class A_page_whose_server_is_killed(SharedApp app) : OwnAppTest(app)
{
    private ServerProcess? _server;

    protected override Uri Address => Server.Address;

    private ServerProcess Server => _server ?? throw new InvalidOperationException("Expected a server; it is started before each test.");

    [Fact]
    public async Task Says_how_long_and_stays_readable_and_comes_back_by_itself()
    {
        var live = Page;
        var past = await NewPageAsync();
        var pastPath = $"/streams/{SampleStreams.License}/replay?at=v3&field=remaining";
        await OpenAsync(live, "/live");
        await OpenAsync(past, pastPath);
        await WaitForArrivalsAsync(live, 1);
        var state = await past.GetByRole(AriaRole.Table).InnerTextAsync();

        await Server.KillAsync();

        // Five seconds of outage, by the bar's own words.
        foreach (var page in new[] { live, past })
            await Expect(page.Locator("#reconnect-bar")).ToContainTextAsync(AnsweredNotForFiveSeconds());
        Assert.NotEqual(0, await live.GetByRole(AriaRole.Gridcell).CountAsync());
        Assert.Equal(state, await past.GetByRole(AriaRole.Table).InnerTextAsync());

        await Server.StartAsync();

        foreach (var page in new[] { live, past })
        {
            await SettleAsync(page);
            await Expect(page.Locator("#reconnect-bar")).ToBeHiddenAsync();
        }

        Assert.Equal(new Uri(Address, "/live").ToString(), live.Url);
        await WaitForArrivalsAsync(live, 1);
        Assert.Equal(new Uri(Address, pastPath).ToString(), past.Url);
        await Expect(past.GetByRole(AriaRole.Region, new() { Name = "Who set this field" }).GetByRole(AriaRole.Insertion)).ToHaveTextAsync("-1");
        Assert.Equal(state, await past.GetByRole(AriaRole.Table).InnerTextAsync());
    }

    protected override bool IsExpected(string complaint) => Complaints.IsOfUnansweredRequest(complaint);

    protected override async Task<IAsyncDisposable> StartAppAsync(string storePath) =>
        _server = await ServerProcess.StartAsync(storePath, "--seed", "--trickle", "5/s");

    private static async Task WaitForArrivalsAsync(IPage page, int count) =>
        await page.WaitForFunctionAsync("count => Number(document.querySelector('[data-arrived]')?.dataset.arrived) >= count", count);

    [GeneratedRegex("has not answered for (?:[5-9]|[1-9][0-9]) s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnsweredNotForFiveSeconds();
}
