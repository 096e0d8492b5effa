using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Features.Live;

/// <summary>Draws a live window four times a second, and only when something came. Follows the top; leaves who reads further down alone.</summary>
public sealed partial class LiveTicker
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _leaving = new();
    private EventListSource.Rows _source = new([]);
    private LiveCounts _counts = new(0, 0, 0, 0);
    private IReadOnlyList<SkippedRange> _ranges = [];
    private IJSObjectReference? _module;
    private DotNetObjectReference<LiveTicker>? _self;
    private CaughtUp? _caughtUp;
    private bool _isReadingBelow;

    [Parameter, EditorRequired] public LiveWindow Window { get; set; } = null!;

    [Parameter, EditorRequired] public LiveFilter Filter { get; set; } = null!;

    [Parameter] public bool IsPaused { get; set; }

    [Parameter] public DateTimeOffset? PausedSince { get; set; }

    [Parameter] public EventCallback OnResume { get; set; }

    [Inject] private FeedService Feed { get; set; } = null!;

    [Inject] private ILogger<LiveTicker> Logger { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    // Where a page that has to be loaded anew goes on from.
    private string? NewestPosition => _source.Items.Count > 0 ? _source.Items[0].Position : null;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        _self?.Dispose();
        if (_module is not null)
            _ = ForgetAsync(_module);
    }

    /// <summary>Called by the browser when the list leaves its top, and when it is back there.</summary>
    [JSInvokable]
    public void ReportPlace(bool isAtTop) => _isReadingBelow = !isAtTop;

    protected override void OnInitialized() => _source = new EventListSource.Rows(Window.Rows);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _ = TickAsync();
        _self = DotNetObjectReference.Create(this);
        try
        {
            var module = await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Live/LiveTicker.razor.js");
            if (_leaving.IsCancellationRequested)
            {
                // Who left while the module was on its way has no list to watch.
                await module.DisposeAsync();
                return;
            }

            _module = module;
            await _module.InvokeVoidAsync("watch", "live", _self);
            await CatchUpAsync(await _module.InvokeAsync<string?>("resumeFrom"));
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser left before the page was there.
        }
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string UrlOf(SkippedRange range) =>
        FeedPosition.TryParse(range.Last, out var last)
            ? new LivePageState { From = last, IsForward = false }.ToUrl()
            : throw new InvalidOperationException($"Expected a feed position, found '{range.Last}'.");

    private static async Task ForgetAsync(IJSObjectReference module)
    {
        try
        {
            await module.InvokeVoidAsync("forget", "live");
            await module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }
    }

    private async Task CatchUpAsync(string? from)
    {
        if (!FeedPosition.TryParse(from, out var position))
            return;
        try
        {
            _caughtUp = await Feed.CatchUpAsync(Filter, position, _leaving.Token);
            StateHasChanged();
        }
        catch (EventStorageException e)
        {
            // The list itself goes on; only the count of what came meanwhile is missing.
            Logger.LivePageFailed(e);
        }
    }

    private void ForgetCaughtUp() => _caughtUp = null;

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Tick, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
                await InvokeAsync(DrawWhatCame);
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (ObjectDisposedException)
        {
            // The page is gone.
        }
    }

    private void DrawWhatCame()
    {
        var hasRows = !IsPaused && !_isReadingBelow && Window.TakeIn();
        var counts = Window.Counts;
        if (!hasRows && counts == _counts && !IsPaused)
            return;
        if (hasRows)
            _source = new EventListSource.Rows(Window.Rows);
        if (counts.Skipped != _counts.Skipped)
            _ranges = Window.SkippedRanges;
        _counts = counts;
        StateHasChanged();
    }

    private async Task ReturnToTopAsync()
    {
        _isReadingBelow = false;
        DrawWhatCame();
        if (_module is not null)
            await _module.InvokeVoidAsync("toTop", "live");
    }
}
