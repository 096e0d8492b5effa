using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Browser.Tests.Walls;

/// <summary>Runs an app of its own, on a store that the test appends to and can stop.</summary>
public sealed class A_board_that_is_fed(SharedApp app) : OwnAppTest(app)
{
    private readonly SampleEvents _events = new("board");
    private readonly StorageFault _fault = new();
    private HostedApp? _host;

    protected override Uri Address => Host.Address;

    private HostedApp Host => _host ?? throw new InvalidOperationException("Expected a host; it is started before each test.");

    [Fact]
    public async Task Counts_what_is_appended_and_names_nobody()
    {
        await OpenBoardAsync("/wall/main");
        await Expect(Page.Locator("[data-total]")).ToHaveTextAsync("0");
        await Expect(Page.Locator("[data-events-note]")).ToHaveTextAsync("no events yet");

        await AppendAsync("order-1", _events.NextWithData("""{"buyer":"Kim Doe"}""") with { Type = "OrderPlaced", Metadata = new EventMetadata { Actor = "kim@example.org" } });
        await AppendAsync("kim.doe@example.org", _events.Take(2, "CartFilled"));

        await Expect(Page.Locator("[data-total]")).ToHaveTextAsync("3");
        await Expect(Page.Locator("[data-events] li").First).ToContainTextAsync("Cart filled");
        await Expect(Page.Locator("[data-events] li").Last).ToContainTextAsync("Order placed");
        await Expect(Page.Locator("[data-categories] li")).ToContainTextAsync(["other streams", "order"]);
        await Expect(Page.Locator("[data-rate]")).Not.ToHaveTextAsync("0");
        Assert.DoesNotContain("kim", await Page.Locator("html").InnerHTMLAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Shows_markup_as_text()
    {
        await OpenBoardAsync("/wall/main");

        await AppendAsync("<img src=x>-1", _events.Next("<b>Bold</b><script>alert(1)</script>"));

        await Expect(Page.Locator("[data-categories] li")).ToContainTextAsync("<img src=x>");
        await Expect(Page.Locator("[data-events] li")).ToContainTextAsync("script");
        await Expect(Page.Locator("main img, main b, main script")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Shows_the_values_that_its_own_configuration_allows()
    {
        await OpenBoardAsync("/wall/lobby");
        await Expect(Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("In the lobby");
        await Expect(Page.Locator("[data-columns] [data-tile]")).ToHaveCountAsync(1);

        await AppendAsync("order-1", _events.NextWithData("""{"title":"Dark","buyer":"Kim Doe"}""") with { Type = "OrderPlaced" });

        await Expect(Page.Locator("[data-events] li")).ToContainTextAsync("Order placed · title Dark");
    }

    [Fact]
    public async Task Says_that_the_store_is_down_and_marks_what_it_can_no_longer_check_and_goes_on_afterwards()
    {
        await AppendAsync("order-1", _events.Take(3));
        await OpenBoardAsync("/wall/main");
        await Expect(Page.Locator("[data-total]")).ToHaveTextAsync("3");

        _fault.IsFailing = true;

        await Expect(Page.Locator("[data-health=bad]")).ToContainTextAsync("Store down for");
        await Expect(Page.Locator("[data-store=down]")).ToContainTextAsync("does not answer");
        foreach (var mark in new[] { "aging", "stale" })
            await Expect(Page.Locator($"[data-tile=rate][data-age={mark}]")).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-tile=rate]")).ToContainTextAsync("STALE");
        await Expect(Page.Locator("[data-tile=store][data-age=fresh]")).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-total]")).ToHaveTextAsync("3");

        _fault.IsFailing = false;
        await AppendAsync("order-1", _events.Take(1));

        await Expect(Page.Locator("[data-total]")).ToHaveTextAsync("4");
        await Expect(Page.Locator("[data-health=ok]")).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-tile=rate][data-age=fresh]")).ToBeVisibleAsync();
    }

    protected override Task<IAsyncDisposable> StartAppAsync(string storePath)
    {
        _host = HostedApp.Start(
            storePath,
            services => StoppableStorage.Register(services, _fault),
            ("Wall:Boards:lobby:Title", "In the lobby"),
            ("Wall:Boards:lobby:Tiles:0", "Events"),
            ("Wall:Boards:lobby:Fields:0", "data.title"));
        return Task.FromResult<IAsyncDisposable>(_host);
    }

    private async Task OpenBoardAsync(string path)
    {
        await Page.GotoAsync(new Uri(Address, path).ToString());
        await Page.Locator("[data-health=ok]").WaitForAsync();
    }

    private async Task AppendAsync(string stream, params NewEvent[] events) => Assert.IsType<AppendOutcome.Appended>(
        await Host.Storage.AppendAsync(AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, events), TestContext.Current.CancellationToken));
}
