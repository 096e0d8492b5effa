using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Text;

/// <summary>Puts text on the viewer's clipboard.</summary>
public sealed class TextClipboard(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>False when the browser refused, for instance outside a secure context.</summary>
    public async Task<bool> CopyAsync(string text)
    {
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/clipboard.js");
        return await _module.InvokeAsync<bool>("copy", text);
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
