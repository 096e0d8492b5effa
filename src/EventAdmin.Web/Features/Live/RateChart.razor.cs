using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Live;

/// <summary>How many events arrived in each of the last 60 seconds, drawn once a second, with its numbers as text.</summary>
public sealed partial class RateChart
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly RateHistory _history = new();
    private ITimer? _timer;

    [Parameter, EditorRequired] public LiveWindow Window { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string Words => string.Create(
        CultureInfo.InvariantCulture, $"{_history.Newest:N0}/s now · {_history.Mean:0.#}/s over 60 s · {_history.Highest:N0}/s at most");

    public void Dispose() => _timer?.Dispose();

    protected override bool ShouldRender() => _history.HasChanged;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(Measure), state: null, Tick, Tick);
    }

    private void Measure()
    {
        _history.Add(Window.Counts.Arrived);
        StateHasChanged();
    }
}
