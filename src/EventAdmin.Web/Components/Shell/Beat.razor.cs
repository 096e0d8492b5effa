using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Shell;

/// <summary>
/// Shows the page that the server still draws, not merely that a socket is open: an attribute changes every ten seconds,
/// and at once when the page asks. An island of its own, so that nothing else is drawn with it.
/// </summary>
public sealed partial class Beat
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private DotNetObjectReference<Beat>? _self;
    private IJSObjectReference? _module;
    private Task? _beating;
    private int _beat;

    /// <summary>Called by the page when a click changed nothing for a while.</summary>
    [JSInvokable]
    public void BeatNow()
    {
        _beat++;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_beating is not null)
            await _beating;
        _stopping.Dispose();
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }

        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _beating = BeatForeverAsync(_stopping.Token);
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/beat.js");
        await _module.InvokeVoidAsync("watch", _self);
    }

    private async Task BeatForeverAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await InvokeAsync(BeatNow);
        }
        catch (OperationCanceledException)
        {
            // The circuit ends.
        }
    }
}
