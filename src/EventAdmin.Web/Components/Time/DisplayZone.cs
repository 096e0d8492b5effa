using System.Globalization;
using EventAdmin.Web.Components.Preferences;

namespace EventAdmin.Web.Components.Time;

/// <summary>The one time zone in which this viewer's pages show instants.</summary>
public sealed class DisplayZone : IDisposable
{
    private const string UtcId = "UTC";

    private static readonly string[] TypedForms =
    [
        "yyyy-M-d", "yyyy-M-d H:mm", "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm:ss.FFFFFFF",
        "yyyy-M-d'T'H:mm", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d'T'H:mm:ss.FFFFFFF",
    ];

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

    /// <summary>
    /// Reads what a person types: an instant with its own zone (<c>2026-03-01T10:00Z</c>), or a date or date and time in this zone. A time
    /// that the clocks skipped is read with the rules before the skip, one that they repeated as the first of the two.
    /// </summary>
    public bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (DateTime.TryParseExact(text?.Trim(), TypedForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            instant = new DateTimeOffset(local, OffsetAt(local)).ToUniversalTime();
            return true;
        }

        var hasZone = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        if (!hasZone || text is null || !text.Contains('T', StringComparison.OrdinalIgnoreCase))
            return false;
        instant = parsed.ToUniversalTime();
        return true;
    }

    public void Dispose() => _preferences.Changed -= OnPreferencesChanged;

    private TimeSpan OffsetAt(DateTime local)
    {
        if (Zone.IsInvalidTime(local))
            return Zone.GetUtcOffset(local.AddDays(-1));
        return Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
    }

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
