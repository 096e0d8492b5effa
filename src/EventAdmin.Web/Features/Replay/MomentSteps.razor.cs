using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.Web.Components.Time;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Replay;

/// <summary>Buttons, boxes and choices that move the time machine; each leads to an address.</summary>
public sealed partial class MomentSteps
{
    private ReplayPageState? _drawn;
    private string _version = "";
    private string _time = "";
    private string? _versionProblem;
    private string? _timeProblem;

    [Parameter, EditorRequired] public ReplayedView View { get; set; } = null!;

    [Parameter, EditorRequired] public ReplayPageState State { get; set; } = null!;

    [Parameter, EditorRequired] public IReadOnlyList<IReducer> Reducers { get; set; } = [];

    [Parameter, EditorRequired] public IReducer Chosen { get; set; } = null!;

    [Parameter] public EventCallback<ReplayPageState> OnGo { get; set; }

    [Inject] private DisplayZone Zone { get; set; } = null!;

    private long First => View.State.Head.First.Value;

    private long Here => View.State.Version?.Value ?? (First - 1);

    protected override void OnParametersSet()
    {
        if (_drawn == State && _version == Words())
            return;
        _drawn = State;
        _version = Words();
        _time = State.At switch
        {
            Moment.AtRecorded at => Zone.Format(at.Instant, TimePrecision.Seconds),
            Moment.AtOccurred at => Zone.Format(at.Instant, TimePrecision.Seconds),
            _ => "",
        };
        (_versionProblem, _timeProblem) = (null, null);
    }

    private string Words() => View.State.Version?.ToString() ?? "empty";

    private string? BackUrl(long events) => Here < First
        ? null
        : State.AtVersion(Here - events < First ? null : StreamVersion.Of(Here - events)).ToUrl();

    private string? ForwardUrl(long events) => View.NextEvent is null
        ? null
        : State.AtVersion(StreamVersion.Of(Math.Min(Here + events, View.State.Head.Last.Value))).ToUrl();

    private Task GoToVersion()
    {
        _versionProblem = null;
        if (string.Equals(_version, "empty", StringComparison.OrdinalIgnoreCase))
            return OnGo.InvokeAsync(State.AtVersion(null));
        if (StreamVersion.TryParse(_version.Trim(), out var version))
            return OnGo.InvokeAsync(State.AtVersion(version));
        _versionProblem = $"'{_version}' is not a version. Write v57, 57 or empty.";
        return Task.CompletedTask;
    }

    private Task GoToTime()
    {
        _timeProblem = null;
        if (Zone.TryParse(_time, out var instant))
            return OnGo.InvokeAsync(State with { At = MomentOf(instant, State.IsByOccurred), Field = null });
        _timeProblem = $"'{_time}' is not a time. Write 2026-03-01, 2026-03-01 10:00 or 2026-03-01T10:00:00Z.";
        return Task.CompletedTask;
    }

    private Task ChooseTime(ChangeEventArgs change)
    {
        var isByOccurred = change.Value as string == "occurred";
        var at = State.At switch
        {
            Moment.AtRecorded moment => MomentOf(moment.Instant, isByOccurred),
            Moment.AtOccurred moment => MomentOf(moment.Instant, isByOccurred),
            var other => other,
        };
        return OnGo.InvokeAsync(State with { At = at, IsByOccurred = isByOccurred });
    }

    private Task ChooseReducer(ChangeEventArgs change)
    {
        var name = change.Value as string;
        return OnGo.InvokeAsync(State with { Reducer = name == Reducers[0].Name ? null : name, Field = null });
    }

    private static Moment MomentOf(DateTimeOffset instant, bool isByOccurred) =>
        isByOccurred ? new Moment.AtOccurred(instant) : new Moment.AtRecorded(instant);
}
