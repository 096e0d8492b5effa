using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>
/// A test in a browser profile of its own. Whatever it does, it fails when the browser's console had an error, a script threw, the content
/// security policy was broken, or the shared app logged a failure.
/// </summary>
public abstract class BrowserTest(SharedApp app) : IAsyncLifetime
{
    // A machine that runs every test project at once is slow; what takes this long is broken, not slow.
    private const float WaitMs = 60_000;

    private readonly ConcurrentQueue<string> _complaints = [];
    private int _failuresBefore;
    private IBrowserContext? _context;
    private IPage? _page;

    protected SharedApp App { get; } = app;

    protected IPage Page => _page ?? throw new InvalidOperationException("Expected a page; it is made before each test.");

    protected IBrowserContext Context => _context ?? throw new InvalidOperationException("Expected a context; it is made before each test.");

    /// <summary>Where the tested app is; the shared one unless a test class runs its own.</summary>
    protected virtual Uri Address => App.Address;

    /// <summary>The viewer's browser: zone, size, colours.</summary>
    protected virtual BrowserNewContextOptions Viewer => new() { TimezoneId = "Asia/Kathmandu", ViewportSize = new ViewportSize { Width = 1280, Height = 800 } };

    /// <summary>True for what the browser may say in this test's console.</summary>
    protected virtual bool IsExpected(string complaint) => false;

    public virtual async ValueTask InitializeAsync()
    {
        SharedApp.RequireBrowser();
        Assertions.SetDefaultExpectTimeout(WaitMs / 2);
        _failuresBefore = App.Failures.Count;
        _context = await App.Browser.NewContextAsync(Viewer);
        _context.SetDefaultTimeout(WaitMs);
        await _context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error('policy broken: ' + e.violatedDirective + ' ' + e.blockedURI))");
        _page = await NewPageAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_context is null)
            return;
        await _context.DisposeAsync();
        Complaints.AssertNone(_complaints.Where(complaint => !IsExpected(complaint)).Concat(App.Failures.Skip(_failuresBefore)));
    }

    /// <summary>Another tab of the same person.</summary>
    protected async Task<IPage> NewPageAsync()
    {
        var page = await Context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        return page;
    }

    /// <summary>What the viewer chose before: <c>theme</c> or <c>zone</c>.</summary>
    protected Task PreferAsync(string cookie, string value) =>
        Context.AddCookiesAsync([new Cookie { Name = cookie, Value = Uri.EscapeDataString(value), Url = Address.ToString() }]);

    /// <summary>Opens an address of the app and returns when the page is interactive and every panel of it has its answer.</summary>
    protected Task OpenAsync(string path) => OpenAsync(Page, path);

    protected async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(new Uri(Address, path).ToString());
        await SettleAsync(page);
    }

    /// <summary>Waits until the page is interactive, no panel is loading, and every list has drawn its first rows.</summary>
    protected Task SettleAsync() => SettleAsync(Page);

    protected static async Task SettleAsync(IPage page)
    {
        await page.Locator("[data-interactive=true]").WaitForAsync();
        await page.Locator("html[data-connection=live]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-state=loading]")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.WaitForFunctionAsync(
            """
            () => [...document.querySelectorAll('.event-grid')].every(grid =>
              grid.ariaRowCount === '1' || (grid.querySelector(grid.scrollTop > 0 ? '.event-row' : '.event-row[aria-rowindex="2"]') && !grid.querySelector('.event-row-waiting')))
            """);
    }

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected static IPageAssertions Expect(IPage page) => Assertions.Expect(page);
}
