using EventAdmin.Web.Features.Wall;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class The_pace_of_a_wall
{
    private static readonly DateTimeOffset Noon = BoardEvents.Noon;
    private readonly WallPace _pace = new();

    [Fact]
    public void Sends_a_frame_for_a_change_and_none_without()
    {
        Assert.True(Due(change: 1, seconds: 0));
        Assert.False(Due(change: 1, seconds: 0.25));
        Assert.True(Due(change: 2, seconds: 0.5));
        Assert.False(Due(change: 2, seconds: 0.75));
        Assert.False(Due(change: 2, seconds: 600));
    }

    [Fact]
    public void Sends_one_when_the_second_of_a_change_is_full()
    {
        Assert.True(Due(change: 1, seconds: 0.5));
        _pace.Calm(Frame(), Noon.AddSeconds(0.5));

        Assert.True(Due(change: 1, seconds: 1));
        Assert.False(Due(change: 1, seconds: 3));
    }

    [Fact]
    public void Sends_one_a_second_while_bars_wander()
    {
        Assert.True(Due(change: 1, seconds: 0));
        Assert.True(Due(change: 1, seconds: 1));
        _pace.Calm(Frame() with { Rate = [0, 1, 0] }, Noon.AddSeconds(1));

        Assert.True(Due(change: 1, seconds: 20));
        Assert.False(Due(change: 1, seconds: 20.75));
        Assert.True(Due(change: 1, seconds: 21));
        _pace.Calm(Frame(), Noon.AddSeconds(21));
        Assert.False(Due(change: 1, seconds: 22));
    }

    [Fact]
    public void Changes_the_lines_once_a_second_and_sends_the_last_of_them()
    {
        Assert.True(Due(change: 1, seconds: 0));
        Assert.Equal("first", Words(_pace.Calm(Frame("first"), Noon)));
        Assert.True(Due(change: 2, seconds: 0.25));
        Assert.Equal("first", Words(_pace.Calm(Frame("second"), Noon.AddSeconds(0.25))));

        Assert.False(Due(change: 2, seconds: 0.75));
        Assert.True(Due(change: 2, seconds: 1));
        Assert.Equal("second", Words(_pace.Calm(Frame("second"), Noon.AddSeconds(1))));
        Assert.False(Due(change: 2, seconds: 5));
    }

    [Fact]
    public void Beats_every_two_seconds_and_at_once_when_something_is_wrong()
    {
        Assert.True(_pace.IsBeatDue(Beat(0)));
        Assert.False(_pace.IsBeatDue(Beat(1.75)));
        Assert.True(_pace.IsBeatDue(Beat(2)));
        Assert.True(_pace.IsBeatDue(Beat(2.25, "The store has not answered for 1 s")));
        Assert.False(_pace.IsBeatDue(Beat(2.5, "The store has not answered for 2 s")));
        Assert.True(_pace.IsBeatDue(Beat(2.75)));
    }

    private static WallFrame Frame(params string[] words) => new()
    {
        Now = 0,
        Rate = [0, 0, 0],
        Day = "1 March",
        IsCounting = false,
        Total = 0,
        Categories = [],
        Rest = 0,
        Events = [.. words.Select(text => new WallLine("12:00:00", "order", 0, text))],
        Position = "p:0",
    };

    private static WallBeat Beat(double seconds, params string[] problems) => new()
    {
        Now = Noon.AddSeconds(seconds).ToUnixTimeMilliseconds(),
        Build = "build",
        FeedChecked = Noon.AddSeconds(seconds).ToUnixTimeMilliseconds(),
        StoreChecked = Noon.AddSeconds(seconds).ToUnixTimeMilliseconds(),
        Store = new WallStore("ok", "answers", "in 1 ms"),
        Problems = problems,
        Screens = 1,
    };

    private static string Words(WallFrame frame) => Assert.Single(frame.Events).Words;

    private bool Due(long change, double seconds) => _pace.IsFrameDue(change, Noon.AddSeconds(seconds), isCounting: false);
}
