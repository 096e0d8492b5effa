using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Keyboard;

/// <summary>Hears keys in the browser, acts on registered ones, and holds the dialog that lists them.</summary>
public sealed partial class ShortcutListener
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _listener;
    private DotNetObjectReference<ShortcutListener>? _self;

    /// <summary>Called by the browser for a key that <see cref="KeyboardShortcuts"/> has an act for.</summary>
    [JSInvokable]
    public Task PressAsync(string key) => Shortcuts.PressAsync(key);

    public async ValueTask DisposeAsync()
    {
        Shortcuts.Changed -= OnChanged;
        try
        {
            if (_listener is not null)
            {
                await _listener.InvokeVoidAsync("dispose");
                await _listener.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its listener with it.
        }

        _self?.Dispose();
    }

    protected override void OnInitialized() => Shortcuts.Changed += OnChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Keyboard/ShortcutListener.razor.js");
        _listener = await _module.InvokeAsync<IJSObjectReference>("listen", _self);
        await TellBrowserAsync();
    }

    private static string LabelOf(string key) => key switch
    {
        "Escape" => "Esc",
        "{" => "Shift [",
        "}" => "Shift ]",
        _ => key,
    };

    private Task SwitchAsync(ChangeEventArgs change) => Shortcuts.SwitchAsync(isOff: change.Value is not true);

    private void OnChanged() => _ = InvokeAsync(async () =>
    {
        StateHasChanged();
        await TellBrowserAsync();
    });

    private async Task TellBrowserAsync()
    {
        if (_listener is null)
            return;
        try
        {
            var keys = Shortcuts.Active.Select(static shortcut => new BrowserKey(shortcut.Key, shortcut.Act is not null, shortcut.FocusSelector));
            await _listener.InvokeVoidAsync("use", keys, Shortcuts.IsOff);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The next page of this person listens anew.
        }
    }

    private sealed record BrowserKey(string Key, bool Calls, string? Focus);
}
