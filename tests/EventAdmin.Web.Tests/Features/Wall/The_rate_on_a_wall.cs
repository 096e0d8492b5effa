using EventAdmin.Web.Features.Wall;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class The_rate_on_a_wall
{
    private static readonly DateTimeOffset Noon = BoardEvents.Noon;
    private readonly RateWindow _rate = new();

    [Fact]
    public void Counts_events_in_the_second_that_recorded_them_once_it_is_full()
    {
        Add(Noon, 3);
        Add(Noon.AddSeconds(2), 1);

        Assert.Equal(0, _rate.Read(Noon)[^1]);
        Assert.Equal([3, 0, 1], _rate.Read(Noon.AddSeconds(3))[^3..]);
    }

    [Fact]
    public void Forgets_what_is_older_than_a_minute()
    {
        Add(Noon, 3);

        Assert.Equal(3, _rate.Read(Noon.AddSeconds(60))[0]);
        Assert.All(_rate.Read(Noon.AddSeconds(61)), count => Assert.Equal(0, count));
        Assert.All(_rate.Read(Noon.AddHours(9)), count => Assert.Equal(0, count));
    }

    [Fact]
    public void Takes_events_of_the_last_minute_that_come_late()
    {
        _rate.Read(Noon.AddSeconds(30));

        Add(Noon.AddSeconds(10), 2);
        Add(Noon.AddSeconds(-40), 9);

        Assert.Equal(2, _rate.Read(Noon.AddSeconds(30)).Sum());
    }

    private void Add(DateTimeOffset at, int count)
    {
        for (var i = 0; i < count; i++)
            _rate.Add(at);
    }
}
