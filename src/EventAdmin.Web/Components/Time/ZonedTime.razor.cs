using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Time;

/// <summary>The only way in which an instant reaches the screen.</summary>
public sealed partial class ZonedTime
{
    [Parameter, EditorRequired] public DateTimeOffset Value { get; set; }

    [Parameter] public TimePrecision Precision { get; set; } = TimePrecision.Milliseconds;

    /// <summary>Also says how far the zone is from UTC.</summary>
    [Parameter] public bool ShowOffset { get; set; }

    private string Utc => Value.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private string OtherForms => string.Create(
        CultureInfo.InvariantCulture,
        $"{Zone.Format(Value)} {Zone.Name} ({Zone.OffsetOf(Value)})\n{Utc}\n{RelativeTime.Words(Value, Clock.GetUtcNow())}\nepoch {Value.ToUnixTimeMilliseconds()} ms");

    public void Dispose() => Zone.Changed -= OnZoneChanged;

    protected override void OnInitialized() => Zone.Changed += OnZoneChanged;

    private void OnZoneChanged() => _ = InvokeAsync(StateHasChanged);
}
