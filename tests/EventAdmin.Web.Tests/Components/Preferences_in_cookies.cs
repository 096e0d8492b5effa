using EventAdmin.Web.Components.Preferences;
using Xunit;

namespace EventAdmin.Web.Tests.Components;

public sealed class Preferences_in_cookies
{
    [Fact]
    public void Are_read_as_chosen()
    {
        var preferences = Parse(("theme", "dark"), ("zone", "Europe/Vienna"), ("shortcuts", "off"));

        Assert.Equal(new DisplayPreferences { Theme = ThemeChoice.Dark, ZoneId = "Europe/Vienna", IsShortcutsOff = true }, preferences);
        Assert.Equal("theme-dark", preferences.ThemeClass);
    }

    [Theory]
    [InlineData("theme", "7")]
    [InlineData("theme", "\" onload=alert(1)")]
    [InlineData("zone", "../../etc/passwd")]
    [InlineData("zone", "Mars/Olympus")]
    [InlineData("shortcuts", "maybe")]
    public void What_is_not_understood_counts_as_not_chosen(string cookie, string value) =>
        Assert.Equal(new DisplayPreferences(), Parse((cookie, value)));

    private static DisplayPreferences Parse(params (string Name, string Value)[] cookies) =>
        DisplayPreferences.Parse(name => cookies.FirstOrDefault(cookie => cookie.Name == name).Value);
}
