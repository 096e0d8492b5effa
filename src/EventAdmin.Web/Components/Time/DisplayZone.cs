using System.Globalization;
using EventAdmin.Web.Components.Preferences;

namespace EventAdmin.Web.Components.Time;

/// <summary>The one time zone in which this viewer's pages show instants.</summary>
public sealed class DisplayZone : IDisposable
{
    private const string UtcId = "UTC";

    private readonly ViewerPreferences _preferences;

    public DisplayZone(ViewerPreferences preferences)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        _preferences = preferences;
        _preferences.Changed += OnPreferencesChanged;
        Zone = Find(_preferences.Current.ZoneId);
    }

    /// <summary>Raised when instants must be drawn anew.</summary>
    public event Action? Changed;

    public TimeZoneInfo Zone { get; private set; }

    public bool IsUtc => Zone.HasSameRules(TimeZoneInfo.Utc) && Zone.BaseUtcOffset == TimeSpan.Zero;

    /// <summary>UTC first, then the browser's own zone, then what the viewer chose besides.</summary>
    public IReadOnlyList<string> Choices =>
        new[] { UtcId, _preferences.Current.BrowserZoneId, _preferences.Current.ZoneId }
            .OfType<string>()
            .Where(static (id, index) => index is 0 || !IsUtcId(id))
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>The word beside a clock: <c>UTC</c>, or the zone's own city.</summary>
    public string Name => IsUtc ? UtcId : NameOf(Zone.Id);

    public static string NameOf(string zoneId)
    {
        ArgumentNullException.ThrowIfNull(zoneId);
        return zoneId[(zoneId.LastIndexOf('/') + 1)..].Replace('_', ' ');
    }

    /// <summary>Takes the preferences a page began with.</summary>
    public void Begin() => OnPreferencesChanged();

    /// <summary>The next of <see cref="Choices"/>.</summary>
    public Task NextAsync()
    {
        var choices = Choices;
        var current = choices.ToList().FindIndex(id => string.Equals(id, IsUtc ? UtcId : Zone.Id, StringComparison.Ordinal));
        return _preferences.ChooseZoneAsync(choices[(current + 1) % choices.Count]);
    }

    public DateTimeOffset ToLocal(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary><c>2026-03-01 10:00:00.123</c> in this zone.</summary>
    public string Format(DateTimeOffset instant, TimePrecision precision = TimePrecision.Milliseconds) =>
        ToLocal(instant).ToString(FormatOf(precision), CultureInfo.InvariantCulture);

    /// <summary>The zone's distance from UTC at that instant: <c>UTC</c> or <c>+01:00</c>.</summary>
    public string OffsetOf(DateTimeOffset instant) =>
        IsUtc ? UtcId : ToLocal(instant).ToString("zzz", CultureInfo.InvariantCulture);

    public void Dispose() => _preferences.Changed -= OnPreferencesChanged;

    private static string FormatOf(TimePrecision precision) => precision switch
    {
        TimePrecision.Day => "yyyy-MM-dd",
        TimePrecision.Minutes => "yyyy-MM-dd HH:mm",
        TimePrecision.Seconds => "yyyy-MM-dd HH:mm:ss",
        TimePrecision.Milliseconds => "yyyy-MM-dd HH:mm:ss.fff",
        TimePrecision.TimeOfDay => "HH:mm:ss",
        _ => throw new InvalidOperationException($"No format is known for {precision}."),
    };

    private static TimeZoneInfo Find(string? zoneId) =>
        zoneId is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone) ? zone : TimeZoneInfo.Utc;

    private static bool IsUtcId(string zoneId) => zoneId is UtcId or "Etc/UTC" or "Etc/UCT" or "Etc/GMT" or "GMT" or "Etc/Zulu" or "Zulu";

    private void OnPreferencesChanged()
    {
        var zone = Find(_preferences.Current.ZoneId);
        if (string.Equals(zone.Id, Zone.Id, StringComparison.Ordinal))
            return;
        Zone = zone;
        Changed?.Invoke();
    }
}
