using System.Globalization;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Preferences;

/// <summary>The current viewer's preferences in this circuit; changing one draws it at once and keeps it in a cookie.</summary>
public sealed class ViewerPreferences(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>Raised after a change, on the circuit's own context.</summary>
    public event Action? Changed;

    public DisplayPreferences Current { get; private set; } = new();

    /// <summary>Takes what the server read from the cookies of the page's request.</summary>
    public void Begin(DisplayPreferences preferences)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        Current = preferences;
    }

    /// <summary>Light, dark, system, and round again.</summary>
    public Task NextThemeAsync() => ChooseThemeAsync(Current.Theme switch
    {
        ThemeChoice.System => ThemeChoice.Light,
        ThemeChoice.Light => ThemeChoice.Dark,
        _ => ThemeChoice.System,
    });

    public async Task ChooseThemeAsync(ThemeChoice theme)
    {
        Current = Current with { Theme = theme };
        Changed?.Invoke();
        var module = await ModuleAsync();
        await module.InvokeVoidAsync(
            "chooseTheme", Current.ThemeClass, DisplayPreferences.ThemeCookie, theme.ToString().ToLower(CultureInfo.InvariantCulture));
    }

    public Task ChooseZoneAsync(string zoneId)
    {
        Current = Current with { ZoneId = zoneId };
        return KeepAsync(DisplayPreferences.ZoneCookie, zoneId);
    }

    public Task SwitchShortcutsAsync(bool isOff)
    {
        Current = Current with { IsShortcutsOff = isOff };
        return KeepAsync(DisplayPreferences.ShortcutsCookie, isOff ? "off" : "on");
    }

    /// <summary>Asks the browser for its zone; a first visit is shown in it from then on.</summary>
    public async Task LearnBrowserZoneAsync()
    {
        var module = await ModuleAsync();
        var browserZone = await module.InvokeAsync<string?>("browserZone");
        if (browserZone is null || string.Equals(browserZone, Current.BrowserZoneId, StringComparison.Ordinal)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(browserZone, out _))
        {
            return;
        }

        Current = Current with { BrowserZoneId = browserZone, ZoneId = Current.ZoneId ?? browserZone };
        await KeepAsync(DisplayPreferences.BrowserZoneCookie, browserZone);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }
    }

    private async Task KeepAsync(string cookie, string value)
    {
        Changed?.Invoke();
        var module = await ModuleAsync();
        await module.InvokeVoidAsync("keep", cookie, value);
    }

    private async Task<IJSObjectReference> ModuleAsync() =>
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/preferences.js");
}
