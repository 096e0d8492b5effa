using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Features.Wall;

namespace EventAdmin.Web.Tests.Features.Wall;

public sealed class What_a_board_counts
{
    private static readonly DateTimeOffset Noon = BoardEvents.Noon;

    [Fact]
    public void Is_the_day_so_far_by_category()
    {
        var tally = Tally();
        tally.BeginDay(Noon);

        Count(
            tally,
            BoardEvents.Event(1, "order-1", at: Noon.AddDays(-1)),
            BoardEvents.Event(2, "order-1"),
            BoardEvents.Event(3, "order-2"),
            BoardEvents.Event(4, "cart-1"));

        var frame = tally.Read(Noon, isCounting: false);
        Assert.Equal(3, frame.Total);
        Assert.Equal([("order", 2L), ("cart", 1L)], frame.Categories.Select(category => (category.Name, category.Count)));
    }

    [Fact]
    public void Begins_anew_at_midnight_of_the_boards_zone()
    {
        var tally = Tally(board => board.Zone = "Asia/Kathmandu");
        var beforeMidnight = new DateTimeOffset(2026, 3, 1, 18, 14, 59, TimeSpan.Zero);
        tally.BeginDay(beforeMidnight);
        Count(tally, BoardEvents.Event(1, at: beforeMidnight));

        Assert.False(tally.BeginDay(beforeMidnight.AddMilliseconds(999)));
        Assert.True(tally.BeginDay(beforeMidnight.AddSeconds(1)));

        Count(tally, BoardEvents.Event(2, at: beforeMidnight.AddSeconds(2)));
        Assert.Equal(1, tally.Read(beforeMidnight.AddSeconds(3), isCounting: false).Total);
    }

    [Fact]
    public void Names_no_stream_that_has_no_category_unless_the_board_asks_for_it()
    {
        var everything = Tally();
        var asked = Tally(board => board.Categories.AddRange(["journal", "order"]));
        everything.BeginDay(Noon);
        asked.BeginDay(Noon);
        RecordedEvent[] events = [BoardEvents.Event(1, "kim.doe@example.org"), BoardEvents.Event(2, "journal"), BoardEvents.Event(3, "cart-1"), BoardEvents.Event(4, "order-1")];

        Count(everything, events);
        Count(asked, events);

        Assert.Equal(["other streams", "cart", "order"], everything.Read(Noon, isCounting: false).Categories.Select(category => category.Name));
        Assert.Equal(["journal", "order"], asked.Read(Noon, isCounting: false).Categories.Select(category => category.Name));
    }

    [Fact]
    public void Leaves_the_systems_own_streams_out()
    {
        var tally = Tally();
        tally.BeginDay(Noon);

        Count(tally, BoardEvents.Event(1, "$user-1"));

        Assert.Equal(0, tally.Read(Noon, isCounting: false).Total);
    }

    [Fact]
    public void Lists_the_newest_first_and_none_twice_when_the_day_is_read_from_its_start()
    {
        var tally = Tally();
        tally.BeginDay(Noon);
        tally.List([BoardEvents.Event(3, type: "Third"), BoardEvents.Event(2, type: "Second"), BoardEvents.Event(1, type: "First")]);

        Count(tally, BoardEvents.Event(1, type: "First"), BoardEvents.Event(2, type: "Second"), BoardEvents.Event(3, type: "Third"), BoardEvents.Event(4, type: "Fourth"));

        Assert.Equal(["Fourth", "Third", "Second", "First"], tally.Read(Noon, isCounting: false).Events.Select(line => line.Words));
    }

    [Fact]
    public void Keeps_the_mark_of_a_category()
    {
        var tally = Tally();
        tally.BeginDay(Noon);
        Count(tally, BoardEvents.Event(1, "order-1"));
        var before = tally.Read(Noon, isCounting: false).Categories[0].Mark;

        Count(tally, BoardEvents.Event(2, "cart-1"), BoardEvents.Event(3, "cart-1"));

        var after = tally.Read(Noon, isCounting: false);
        Assert.Equal("order", after.Categories[1].Name);
        Assert.Equal(before, after.Categories[1].Mark);
        Assert.Equal(after.Categories[0].Mark, after.Events[0].Mark);
    }

    [Fact]
    public void Says_the_day_of_events_that_are_not_of_today()
    {
        var tally = Tally();
        tally.BeginDay(Noon);

        tally.List([BoardEvents.Event(2, at: Noon), BoardEvents.Event(1, at: Noon.AddDays(-1))]);

        Assert.Equal(["12:00:00", "28 Feb"], tally.Read(Noon, isCounting: false).Events.Select(line => line.Time));
    }

    [Fact]
    public void Fits_into_a_frame_whatever_comes()
    {
        var tally = Tally(board => board.Fields.AddRange(["data.a", "data.b", "data.c"]));
        tally.BeginDay(Noon);
        var data = $$"""{"a":"{{new string('漢', 400)}}","b":"{{new string('漢', 400)}}","c":"{{new string('漢', 400)}}"}""";

        for (var i = 1; i <= 400; i++)
            Count(tally, BoardEvents.Event(i, $"{new string('漢', 100)}{i}-1", new string('漢', 200), data));

        var frame = WallText.Of(tally.Read(Noon, isCounting: false));
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(frame) <= WallText.FrameLengthMax, $"{frame.Length} characters");
        Assert.Contains("\"total\":400", frame, StringComparison.Ordinal);
    }

    private static WallTally Tally(Action<WallBoardOptions>? change = null)
    {
        var board = BoardEvents.Board(change);
        return new WallTally(board, new WallWords(board));
    }

    private static void Count(WallTally tally, params RecordedEvent[] events) => tally.Count(events, events[^1].Position);
}
