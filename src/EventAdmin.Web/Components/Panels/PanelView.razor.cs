using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace EventAdmin.Web.Components.Panels;

/// <summary>Draws every case of a panel, so that pages only draw the value.</summary>
public sealed partial class PanelView<T>
{
    /// <summary>From here on waiting is explained.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private ErrorBoundary? _boundary;
    private ITimer? _waiting;
    private TimeSpan _elapsed;
    private Exception? _logged;
    private long _since;
    private bool _isSlow;

    [Parameter, EditorRequired] public PanelState<T> State { get; set; } = new PanelState<T>.Loading("");

    /// <summary>Names the panel for screen readers and logs.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter, EditorRequired] public RenderFragment<T> ChildContent { get; set; } = static _ => static _ => { };

    /// <summary>More than a link for the empty case, such as "clear filters".</summary>
    [Parameter] public RenderFragment? EmptyActions { get; set; }

    [Parameter] public EventCallback OnRetry { get; set; }

    /// <summary>Offered once loading is slow.</summary>
    [Parameter] public EventCallback OnCancel { get; set; }

    /// <summary>Lines of the skeleton; as many as the value will have, so that nothing jumps.</summary>
    [Parameter] public int SkeletonLines { get; set; } = 4;

    [Parameter] public string? Class { get; set; }

    [CascadingParameter] private HttpContext? FirstLoad { get; set; }

    private bool IsBusy => State is PanelState<T>.Loading or PanelState<T>.Ready { IsRefreshing: true };

    public void Dispose() => _waiting?.Dispose();

    protected override void OnParametersSet()
    {
        if (State is PanelState<T>.Loading)
            Wait();
        else
            StopWaiting();
        if (State is PanelState<T>.NotFound && FirstLoad is { Response.HasStarted: false })
            FirstLoad.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private void Wait()
    {
        if (_waiting is not null)
            return;
        _since = Clock.GetTimestamp();
        _waiting = Clock.CreateTimer(_ => _ = InvokeAsync(OnTick), state: null, SlowAfter, Tick);
    }

    private void OnTick()
    {
        if (_waiting is null)
            return;
        _elapsed = Clock.GetElapsedTime(_since);
        _isSlow = true;
        StateHasChanged();
    }

    private void StopWaiting()
    {
        _waiting?.Dispose();
        _waiting = null;
        _isSlow = false;
    }

    private string Broke(Exception exception)
    {
        if (!ReferenceEquals(_logged, exception))
        {
            _logged = exception;
            Logger.PanelFailed(exception, Label);
        }

        return "";
    }

    private void Recover() => _boundary?.Recover();
}
