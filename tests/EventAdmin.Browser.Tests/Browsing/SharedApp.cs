using EventAdmin.Browser.Tests.Browsing;
using EventAdmin.Browser.Tests.Hosting;
using EventAdmin.EventSourcing.Events;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SharedApp))]

namespace EventAdmin.Browser.Tests.Browsing;

/// <summary>One browser and one app on a prepared store, for all tests that only look. Where there is no browser nothing starts.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private PreparedStore? _store;
    private ServerProcess? _server;

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("Expected a browser; call RequireBrowser first.");

    internal Uri Address => _server?.Address ?? throw new InvalidOperationException("Expected a server; call RequireBrowser first.");

    /// <summary>The events of the licence that went below zero.</summary>
    internal IReadOnlyList<RecordedEvent> License => _store?.License ?? throw new InvalidOperationException("Expected a store; call RequireBrowser first.");

    /// <summary>What the app logged as failed.</summary>
    internal IReadOnlyList<string> Failures => _server?.Failures ?? [];

    public async ValueTask InitializeAsync()
    {
        if (ChromiumBrowser.WhyNot is not null)
            return;
        _store = await PreparedStore.CreateAsync(CancellationToken.None);
        _server = await ServerProcess.StartAsync(_store.Path);
        _playwright = await Playwright.CreateAsync();
        _browser = await ChromiumBrowser.LaunchAsync(_playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _store?.Dispose();
    }

    /// <summary>Skips the test where there is no browser, or fails it where one is required.</summary>
    internal static void RequireBrowser()
    {
        if (ChromiumBrowser.WhyNot is not { } reason)
            return;
        Assert.False(ChromiumBrowser.IsRequired, reason);
        Assert.Skip(reason);
    }
}
