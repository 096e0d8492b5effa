using System.Globalization;

namespace EventAdmin.Web.Components.Preferences;

/// <summary>How one viewer wants pages drawn. Kept in cookies, so that the first byte of a page is already right.</summary>
public sealed record DisplayPreferences
{
    public const string ThemeCookie = "theme";
    public const string ZoneCookie = "zone";
    public const string BrowserZoneCookie = "browser-zone";
    public const string ShortcutsCookie = "shortcuts";

    public ThemeChoice Theme { get; init; }

    /// <summary>An IANA zone id: the viewer's choice, else the browser's own; null before either is known.</summary>
    public string? ZoneId { get; init; }

    /// <summary>The browser's own IANA zone id; null before the first interactive page.</summary>
    public string? BrowserZoneId { get; init; }

    public bool IsShortcutsOff { get; init; }

    /// <summary>Reads the cookies; what is not understood counts as not chosen.</summary>
    public static DisplayPreferences Parse(Func<string, string?> cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        return new DisplayPreferences
        {
            Theme = Enum.TryParse<ThemeChoice>(cookie(ThemeCookie), ignoreCase: true, out var theme) && Enum.IsDefined(theme) ? theme : ThemeChoice.System,
            ZoneId = KnownZone(cookie(ZoneCookie)) ?? KnownZone(cookie(BrowserZoneCookie)),
            BrowserZoneId = KnownZone(cookie(BrowserZoneCookie)),
            IsShortcutsOff = string.Equals(cookie(ShortcutsCookie), "off", StringComparison.Ordinal),
        };
    }

    /// <summary>The class of the html element; the style sheet does the rest.</summary>
    public string ThemeClass => "theme-" + Theme.ToString().ToLower(CultureInfo.InvariantCulture);

    private static string? KnownZone(string? id) =>
        id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _) ? id : null;
}
