using EventAdmin.Web.Features.Live;

namespace EventAdmin.Web.Tests.Features.Live;

public sealed class The_rate_of_arrival
{
    private readonly RateHistory _history = new();

    [Fact]
    public void Is_the_growth_of_the_total_in_each_second()
    {
        _history.Add(10);
        _history.Add(10);
        _history.Add(16);

        Assert.Equal(6, _history.Newest);
        Assert.Equal(10, _history.Highest);
        Assert.Equal(16 / 3d, _history.Mean, precision: 6);
    }

    [Fact]
    public void Forgets_what_is_older_than_a_minute()
    {
        _history.Add(100);
        for (var second = 0; second < RateHistory.Seconds; second++)
            _history.Add(100);

        Assert.Equal(0, _history.Highest);
    }

    [Fact]
    public void The_busiest_second_has_the_full_height_and_an_idle_one_none()
    {
        _history.Add(30);
        _history.Add(40);
        _history.Add(40);

        Assert.Equal(30, _history.HeightOf(RateHistory.Seconds - 3, 30));
        Assert.Equal(10, _history.HeightOf(RateHistory.Seconds - 2, 30));
        Assert.Equal(0, _history.HeightOf(RateHistory.Seconds - 1, 30));
    }

    [Fact]
    public void Is_not_drawn_anew_while_nothing_comes()
    {
        _history.Add(0);
        _history.Add(0);

        Assert.False(_history.HasChanged);
    }
}
