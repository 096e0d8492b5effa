using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Lists;

/// <summary>Counts what arrived above the reader and brings it in when asked; tells screen readers a total at most every five seconds.</summary>
public sealed partial class LivePill : IDisposable
{
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(5);

    private ITimer? _timer;
    private string _announced = "";

    /// <summary>New events that are not shown yet.</summary>
    [Parameter, EditorRequired] public long Count { get; set; }

    [Parameter] public EventCallback OnShow { get; set; }

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string Words => string.Create(CultureInfo.InvariantCulture, $"{Count} new {(Count is 1 ? "event" : "events")}");

    public void Dispose() => _timer?.Dispose();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(Announce), state: null, AnnounceInterval, AnnounceInterval);
    }

    private void Announce()
    {
        var words = Count > 0 ? Words : "";
        if (string.Equals(words, _announced, StringComparison.Ordinal))
            return;
        _announced = words;
        StateHasChanged();
    }
}
