using EventAdmin.Web.Components.Time;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>Two ends in time, typed in the viewer's zone.</summary>
public sealed partial class TimeRange : IDisposable
{
    private string? _sinceProblem;
    private string? _untilProblem;

    [Parameter, EditorRequired] public DateTimeOffset? Since { get; set; }

    [Parameter, EditorRequired] public DateTimeOffset? Until { get; set; }

    [Parameter, EditorRequired] public EventCallback<(DateTimeOffset? Since, DateTimeOffset? Until)> OnChange { get; set; }

    [Inject] private DisplayZone Zone { get; set; } = null!;

    public void Dispose() => Zone.Changed -= OnZoneChanged;

    protected override void OnInitialized() => Zone.Changed += OnZoneChanged;

    private static string? Invalid(string? problem) => problem is null ? null : "true";

    // As much of it as was meant: whole seconds have no fraction.
    private string? Text(DateTimeOffset? instant)
    {
        if (instant is not { } at)
            return null;
        return Zone.Format(at, at.Millisecond is 0 ? at.Second is 0 ? TimePrecision.Minutes : TimePrecision.Seconds : TimePrecision.Milliseconds);
    }

    private async Task ReadAsync(ChangeEventArgs change, bool isSince)
    {
        var text = (change.Value as string ?? "").Trim();
        DateTimeOffset? instant = null;
        string? problem = null;
        if (text.Length > 0)
        {
            if (Zone.TryParse(text, out var read))
                instant = read;
            else
                problem = "Not a date or time";
        }

        if (isSince)
            _sinceProblem = problem;
        else
            _untilProblem = problem;
        if (problem is null)
            await OnChange.InvokeAsync(isSince ? (instant, Until) : (Since, instant));
    }

    private void OnZoneChanged() => _ = InvokeAsync(StateHasChanged);
}
