using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Navigation;

/// <summary>Tells how wide the window is, where that decides what an act leads to.</summary>
public sealed class Viewport(IJSRuntime js) : IAsyncDisposable
{
    /// <summary>From here on there is room for a pane beside a list.</summary>
    public const int PaneWidth = 1280;

    private IJSObjectReference? _module;

    public async Task<bool> IsAtLeastAsync(int pixels)
    {
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/viewport.js");
        return await _module.InvokeAsync<bool>("isAtLeast", pixels);
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
}
