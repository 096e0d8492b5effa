using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Recent;

/// <summary>The streams that were opened in this browser, kept there and nowhere else: names only, newest first.</summary>
public sealed class RecentStreams(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    public async Task<IReadOnlyList<string>> ListAsync() => await (await ModuleAsync()).InvokeAsync<string[]>("list");

    public async Task VisitAsync(string streamId) => await (await ModuleAsync()).InvokeVoidAsync("visit", streamId);

    public async Task ForgetAsync(string streamId) => await (await ModuleAsync()).InvokeVoidAsync("forget", streamId);

    public async Task ForgetAllAsync() => await (await ModuleAsync()).InvokeVoidAsync("forgetAll");

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

    private async Task<IJSObjectReference> ModuleAsync() =>
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/recent-streams.js");
}
