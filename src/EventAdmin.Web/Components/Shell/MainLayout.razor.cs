using EventAdmin.Web.Components.Keyboard;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace EventAdmin.Web.Components.Shell;

/// <summary>The shell around every page: band, bar, rail, keys.</summary>
public sealed partial class MainLayout
{
    private const string Everywhere = "Everywhere";

    private ErrorBoundary? _boundary;
    private IDisposable? _keys;

    // A bare "#main" would resolve against the document's base, which is the home page.
    private string SkipTarget => new Uri(Navigation.Uri).PathAndQuery + "#main";

    public void Dispose()
    {
        _keys?.Dispose();
        Viewer.Changed -= OnViewerChanged;
        Navigation.LocationChanged -= OnLocationChanged;
    }

    protected override void OnInitialized()
    {
        Viewer.Changed += OnViewerChanged;
        Navigation.LocationChanged += OnLocationChanged;
        _keys = Shortcuts.Register(
            new Shortcut { Key = "/", Description = "Find", Group = Everywhere, FocusSelector = "[data-find-box]" },
            new Shortcut { Key = "?", Description = "This list of keys", Group = Everywhere, FocusSelector = "#shortcuts-help" },
            new Shortcut { Key = "g", Description = "Go to a page, or to a version or time in the open stream", Group = Everywhere, FocusSelector = "#go-to" },
            new Shortcut { Key = "z", Description = "Next time zone", Group = Everywhere, Act = Zone.NextAsync },
            new Shortcut { Key = "t", Description = "Next theme", Group = Everywhere, Act = Viewer.NextThemeAsync });
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await Viewer.LearnBrowserZoneAsync();
    }

    private void Recover() => _boundary?.Recover();

    private void OnViewerChanged() => _ = InvokeAsync(StateHasChanged);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args) => _ = InvokeAsync(() =>
    {
        _boundary?.Recover();
        StateHasChanged();
    });
}
