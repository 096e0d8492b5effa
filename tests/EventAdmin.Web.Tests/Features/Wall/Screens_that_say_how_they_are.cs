using EventAdmin.Testing.Storage;
using EventAdmin.Web.Features.Wall;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class Screens_that_say_how_they_are
{
    private readonly FakeTimeProvider _clock = new(TestTime.Start);
    private readonly WallScreens _screens;

    public Screens_that_say_how_they_are() => _screens = new WallScreens(_clock);

    [Fact]
    public void Are_listed_once_each_with_what_they_said_last()
    {
        var screen = Report(1);
        _screens.Note(screen);
        _screens.Note(Report(2) with { Board = "lobby" });
        _screens.Note(screen with { Recoveries = 3 });

        Assert.Equal(3, Assert.Single(_screens.Of("main")).Report.Recoveries);
    }

    [Fact]
    public void Are_forgotten_when_they_are_silent_for_ten_minutes()
    {
        _screens.Note(Report(1));
        _clock.Advance(TimeSpan.FromMinutes(6));
        _screens.Note(Report(2));
        _clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(Report(2), Assert.Single(_screens.Of("main")).Report);
    }

    [Fact]
    public void Are_not_kept_without_end()
    {
        for (var i = 0; i <= WallScreens.ReportsMax; i++)
        {
            _screens.Note(Report(i));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var kept = _screens.Of("main");
        Assert.Equal(WallScreens.ReportsMax, kept.Count);
        Assert.DoesNotContain(kept, screen => screen.Report == Report(0));
    }

    private static WallReport Report(int number) => new()
    {
        Screen = new Guid(number, 0, 0, new byte[8]),
        Board = "main",
        Build = "build",
        UpSeconds = 60,
        Recoveries = 0,
        TilesLeftOut = 0,
        Width = 1920,
        Height = 1080,
    };
}
