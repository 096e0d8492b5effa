using Bunit;
using EventAdmin.Web.Components.Preferences;
using EventAdmin.Web.Components.Time;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EventAdmin.Web.Tests.Components.Time;

public sealed class The_display_zone : IAsyncDisposable
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 29, 0, 30, 0, 5, TimeSpan.Zero);

    private readonly ComponentHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("UTC", "2026-03-29 00:30:00.005", "UTC")]
    [InlineData("Europe/Vienna", "2026-03-29 01:30:00.005", "+01:00")]
    [InlineData("Asia/Kathmandu", "2026-03-29 06:15:00.005", "+05:45")]
    [InlineData("Australia/Lord_Howe", "2026-03-29 11:30:00.005", "+11:00")]
    [InlineData("America/New_York", "2026-03-28 20:30:00.005", "-04:00")]
    public void Formats_in_the_chosen_zone(string zoneId, string text, string offset)
    {
        var zone = Begin(new DisplayPreferences { ZoneId = zoneId });

        Assert.Equal(text, zone.Format(Instant));
        Assert.Equal(offset, zone.OffsetOf(Instant));
    }

    [Fact]
    public void Crosses_the_gap_of_daylight_saving()
    {
        var zone = Begin(new DisplayPreferences { ZoneId = "Europe/Vienna" });

        Assert.Equal("03:30:00", zone.Format(Instant.AddHours(1), TimePrecision.TimeOfDay));
        Assert.Equal("+02:00", zone.OffsetOf(Instant.AddHours(1)));
    }

    [Fact]
    public async Task Goes_round_its_choices()
    {
        var zone = Begin(new DisplayPreferences { ZoneId = "Europe/Vienna", BrowserZoneId = "Europe/Vienna" });
        var changes = 0;
        zone.Changed += () => changes++;

        await zone.NextAsync();
        var afterOne = zone.Name;
        await zone.NextAsync();

        Assert.Equal("UTC", afterOne);
        Assert.Equal("Vienna", zone.Name);
        Assert.Equal(2, changes);
    }

    [Fact]
    public async Task A_first_visit_takes_the_zone_of_the_browser()
    {
        _host.JSInterop.SetupModule("./js/preferences.js").Setup<string?>("browserZone").SetResult("Asia/Tokyo");
        var zone = Begin(new DisplayPreferences());

        await _host.Services.GetRequiredService<ViewerPreferences>().LearnBrowserZoneAsync();

        Assert.Equal("Tokyo", zone.Name);
    }

    [Fact]
    public async Task A_chosen_zone_survives_another_browser()
    {
        _host.JSInterop.SetupModule("./js/preferences.js").Setup<string?>("browserZone").SetResult("Asia/Tokyo");
        var zone = Begin(new DisplayPreferences { ZoneId = "UTC" });

        await _host.Services.GetRequiredService<ViewerPreferences>().LearnBrowserZoneAsync();

        Assert.Equal("UTC", zone.Name);
        Assert.Equal(["UTC", "Asia/Tokyo"], zone.Choices);
    }

    [Theory]
    [InlineData(0.5, "just now")]
    [InlineData(38, "38 s ago")]
    [InlineData(245, "4 min 5 s ago")]
    [InlineData(7_200, "2 h ago")]
    [InlineData(266_400, "3 d 2 h ago")]
    [InlineData(-61, "in 1 min 1 s")]
    public void Distances_are_words(double secondsAgo, string words) =>
        Assert.Equal(words, RelativeTime.Words(Instant, Instant.AddSeconds(secondsAgo)));

    private DisplayZone Begin(DisplayPreferences preferences)
    {
        _host.Services.GetRequiredService<ViewerPreferences>().Begin(preferences);
        var zone = _host.Services.GetRequiredService<DisplayZone>();
        zone.Begin();
        return zone;
    }
}
