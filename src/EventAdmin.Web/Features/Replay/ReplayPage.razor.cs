using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Replay;

/// <summary>State at any version or instant, and why. The address is the whole of the page's state.</summary>
public sealed partial class ReplayPage
{
    private const long LeapEvents = 10;

    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource _reading = new();
    private ReplayPageState? _state;
    private PanelState<ReplayedView> _panel = new PanelState<ReplayedView>.Loading("the stream's state");
    private ReplayAnswer.ReducerFailed? _failure;
    private FieldBlame? _blame;
    private ChangeMap? _map;
    private (StreamId Stream, string Reducer, StreamVersion Last)? _mapOf;
    private FieldOrigin? _origin;
    private ReplayCheck? _check;
    private IDisposable? _keys;
    private IDisposable? _goTo;
    private bool _isBlaming;
    private bool _isMapping;
    private bool _isChecking;
    private bool _isFieldAbsent;

    /// <summary>The stream as it stands in the path.</summary>
    [Parameter] public string Segment { get; set; } = "";

    private ReplayedView? View => (_panel as PanelState<ReplayedView>.Ready)?.Value;

    private bool IsPast => View is { State.IsNewest: false };

    private string Title => _state is { } state
        ? View is { } view ? $"{state.Stream} at {view.State.Version?.ToString() ?? "empty"}" : $"{state.Stream} in the time machine"
        : "Time machine";

    private IEnumerable<string> Problems
    {
        get
        {
            if (_state is not { } state)
                yield break;
            foreach (var problem in state.NotUnderstood)
                yield return $"The address says {problem}, which this page does not know; it was left out.";
            if (state.Reducer is { } name && Replays.ReducerOf(state).Name != name)
                yield return $"There is no reducer named {name}; the state is shown by {Replays.ReducerOf(state).Name}.";
            if (View is { State.IsClamped: true } view)
                yield return $"The stream ends at {view.State.Head.Last}: {state.At} is not there yet, the newest state is shown.";
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _keys?.Dispose();
        _goTo?.Dispose();
        await _reading.CancelAsync();
        _reading.Dispose();
        await _leaving.CancelAsync();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _keys = Shortcuts.Register(
            new Shortcut { Key = "[", Description = "One version back", Act = () => StepAsync(-1) },
            new Shortcut { Key = "]", Description = "One version forward", Act = () => StepAsync(1) },
            new Shortcut { Key = "{", Description = "Ten versions back", Act = () => StepAsync(-LeapEvents) },
            new Shortcut { Key = "}", Description = "Ten versions forward", Act = () => StepAsync(LeapEvents) },
            new Shortcut { Key = "Home", Description = "The first event", Act = () => StepToEdgeAsync(toFirst: true) },
            new Shortcut { Key = "End", Description = "The newest event", Act = () => StepToEdgeAsync(toFirst: false) },
            new Shortcut { Key = "d", Description = "Compare with another version", FocusSelector = "#replay-versus" });
        _goTo = GoTo.Register("version, date or time", GoToAsync);
    }

    protected override async Task ArriveAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken cancellationToken)
    {
        var before = _state;
        if (!StreamId.TryParse(AppUrls.ReadStreamSegment(Segment), out var stream))
        {
            _state = null;
            _panel = new PanelState<ReplayedView>.NotFound("a stream by that name");
            return;
        }

        _state = ReplayPageState.Parse(stream, query);
        var isOnlyField = before is not null && View is not null && (before with { Field = null }).ToUrl() == (_state with { Field = null }).ToUrl();
        if (!isOnlyField)
            await ReadStateAsync();
        await ShowFieldAsync();
    }

    private async Task ReadStateAsync()
    {
        if (_state is not { } state)
            return;
        var cancellation = await RestartReadingAsync();
        (_failure, _blame, _origin, _check) = (null, null, null, null);
        _panel = View is { } old && old.State.Stream == state.Stream
            ? new PanelState<ReplayedView>.Ready(old) { IsRefreshing = true }
            : new PanelState<ReplayedView>.Loading($"the state of {state.Stream}");
        try
        {
            Show(state, await Replays.ReplayAsync(state, cancellation));
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (EventDamagedException e)
        {
            Logger.ReplayFailed(e);
            _panel = new PanelState<ReplayedView>.Failed($"The history is damaged at {e.Version}: {e.Damage}. No state from there on can be trusted, so none is shown.")
            {
                StillWorks = $"States before {e.Version} can be shown. The store page says what to do.",
            };
        }
        catch (EventStorageException e)
        {
            Logger.ReplayFailed(e);
            _panel = new PanelState<ReplayedView>.Failed("The stream could not be read.") { StillWorks = "Nothing stored is affected." };
        }

        if (View is { } view && RendererInfo.IsInteractive)
            _ = ReadHistoriesAsync(view, cancellation);
    }

    private void Show(ReplayPageState state, ReplayAnswer answer)
    {
        switch (answer)
        {
            case ReplayAnswer.Shown shown:
                _panel = new PanelState<ReplayedView>.Ready(shown.View);
                break;
            case ReplayAnswer.ReducerFailed failed:
                _failure = failed;
                _panel = new PanelState<ReplayedView>.Ready(failed.Before);
                break;
            default:
                _panel = new PanelState<ReplayedView>.NotFound($"stream {state.Stream}")
                {
                    Near = [new PanelStep("Streams that start alike", AppUrls.Streams(state.Stream.Category))],
                };
                break;
        }
    }

    // The state is on screen by now; what takes a walk through the whole history comes after it.
    private async Task ReadHistoriesAsync(ReplayedView view, CancellationToken cancellation)
    {
        if (view.State.Head.Count > ReplayService.WalkUnasked || cancellation.IsCancellationRequested)
            return;
        await BlameAsync();
        await MapAsync();
    }

    private Task BlameAsync() => WalkAsync(
        isReading => _isBlaming = isReading, async (state, token) => _blame = await Replays.BlameAsync(state, token));

    private async Task MapAsync()
    {
        if (_state is not { } state || View is not { } view)
            return;
        var key = (state.Stream, Replays.ReducerOf(state).Name, view.State.Head.Last);
        if (_mapOf == key)
            return;
        await WalkAsync(isReading => _isMapping = isReading, async (asked, token) => _map = await Replays.MapChangesAsync(asked, token));
        _mapOf = key;
    }

    private Task CheckAsync() => WalkAsync(
        isReading => _isChecking = isReading,
        async (state, token) => _check = View is { } view ? await Replays.CheckAsync(state, view.State, token) : null);

    private async Task WalkAsync(Action<bool> mark, Func<ReplayPageState, CancellationToken, Task> walkAsync)
    {
        if (_state is not { } state)
            return;
        mark(true);
        await InvokeAsync(StateHasChanged);
        try
        {
            await walkAsync(state, _reading.Token);
        }
        catch (OperationCanceledException)
        {
            // Another moment was asked for meanwhile.
        }
        catch (EventStorageException e)
        {
            Logger.ReplayFailed(e);
        }
        finally
        {
            mark(false);
            await InvokeAsync(StateHasChanged);
        }
    }

    private async Task<CancellationToken> RestartReadingAsync()
    {
        await _reading.CancelAsync();
        _reading.Dispose();
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        return _reading.Token;
    }

    private void Go(ReplayPageState state) => Navigation.NavigateTo(state.ToUrl());

    private void OpenField(string path)
    {
        if (_state is { } state)
            Go(state with { Field = path });
    }

    private void CloseField()
    {
        if (_state is { } state)
            Navigation.NavigateTo((state with { Field = null }).ToUrl(), replace: true);
    }

    private async Task ShowFieldAsync()
    {
        _isFieldAbsent = false;
        if (_state is not { Field: { } field } || View is null || !RendererInfo.IsInteractive)
        {
            _origin = null;
            return;
        }

        if (_blame is null)
            await BlameAsync();
        if (_blame?.Find(field) is { Version: { } setter })
            await ShowOriginAsync(setter);
        else
            _isFieldAbsent = _blame is not null;
    }

    private Task ShowOriginAsync(StreamVersion setter) => WalkAsync(
        static _ => { },
        async (state, token) => _origin = state.Field is { } field ? await Replays.FindOriginAsync(state, field, setter, token) : null);

    private Task StepAsync(long events)
    {
        if (_state is not { } state || View is not { } view)
            return Task.CompletedTask;
        var first = view.State.Head.First.Value;
        var target = (view.State.Version?.Value ?? (first - 1)) + events;
        Go(state.AtVersion(target < first ? null : StreamVersion.Of(Math.Min(target, view.State.Head.Last.Value))));
        return Task.CompletedTask;
    }

    private Task StepToEdgeAsync(bool toFirst)
    {
        if (_state is { } state && View is { } view)
            Go(state.AtVersion(toFirst ? view.State.Head.First : view.State.Head.Last));
        return Task.CompletedTask;
    }

    private Task<string?> GoToAsync(string text)
    {
        if (_state is not { } state)
            return Task.FromResult<string?>("There is no stream on this page.");
        if (StreamVersion.TryParse(text, out var version))
        {
            Go(state.AtVersion(version));
            return Task.FromResult<string?>(null);
        }

        if (!Zone.TryParse(text, out var instant))
            return Task.FromResult<string?>($"'{text}' is neither a version (v57) nor a time (2026-03-01 10:00).");
        Go(state with { At = state.IsByOccurred ? new Moment.AtOccurred(instant) : new Moment.AtRecorded(instant), Field = null });
        return Task.FromResult<string?>(null);
    }
}
