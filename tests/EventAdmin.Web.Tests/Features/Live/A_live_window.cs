using CsCheck;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Components.Lists;
using EventAdmin.Web.Features.Live;

namespace EventAdmin.Web.Tests.Features.Live;

public sealed class A_live_window
{
    [Fact]
    public void Lists_the_newest_first()
    {
        var window = new LiveWindow([RowAt(1)]);

        window.Add([RowAt(2), RowAt(3)]);
        window.TakeIn();

        Assert.Equal([3, 2, 1], window.Rows.Select(row => row.Version));
    }

    [Fact]
    public void Rows_that_were_there_before_are_not_counted()
    {
        var window = new LiveWindow([RowAt(1)]);

        Assert.Equal(new LiveCounts(0, 0, 0, 0), window.Counts);
        Assert.Single(window.Rows);
    }

    [Fact]
    public void Says_when_there_is_nothing_to_draw()
    {
        var window = new LiveWindow([]);

        Assert.False(window.TakeIn());
    }

    [Fact]
    public void What_is_pushed_out_before_it_was_taken_in_is_counted_and_its_place_remembered()
    {
        var window = new LiveWindow([], rowsMax: 3);

        window.Add(Enumerable.Range(1, 8).Select(RowAt));

        Assert.Equal(new LiveCounts(8, 0, 5, 3), window.Counts);
        Assert.Equal(new SkippedRange("p:1", "p:5", 5), Assert.Single(window.SkippedRanges));
    }

    [Fact]
    public void Two_floods_leave_two_ranges()
    {
        var window = new LiveWindow([], rowsMax: 2);

        window.Add(Enumerable.Range(1, 3).Select(RowAt));
        window.TakeIn();
        window.Add(Enumerable.Range(4, 3).Select(RowAt));

        Assert.Equal([new SkippedRange("p:1", "p:1", 1), new SkippedRange("p:4", "p:4", 1)], window.SkippedRanges);
    }

    [Fact]
    public void Beyond_a_hundred_ranges_the_oldest_become_one_and_none_is_lost()
    {
        var window = new LiveWindow([], rowsMax: 1);
        for (var i = 0; i < 150; i++)
        {
            window.Add([RowAt((2 * i) + 1), RowAt((2 * i) + 2)]);
            window.TakeIn();
        }

        Assert.Equal(LiveWindow.RangesMax, window.SkippedRanges.Count);
        Assert.Equal(150, window.SkippedRanges.Sum(range => range.Count));
        Assert.Equal("p:1", window.SkippedRanges[0].First);
    }

    [Fact]
    public void The_account_is_exact_after_any_history() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 40].Array[0, 60]).Sample((rowsMax, steps) =>
        {
            var window = new LiveWindow([], rowsMax);
            var next = 1;
            var isExact = true;
            foreach (var step in steps)
            {
                if (step == 0)
                    window.TakeIn();
                else
                    window.Add(Enumerable.Range(next, step).Select(RowAt));
                next += step;
                var counts = window.Counts;
                isExact &= counts.Arrived == next - 1
                    && counts.Arrived == counts.Shown + counts.Skipped + counts.Waiting
                    && counts.Skipped == window.SkippedRanges.Sum(range => range.Count)
                    && counts.Waiting <= rowsMax && window.Rows.Count <= rowsMax;
            }

            return isExact;
        });

    private static EventRow RowAt(int number) => new()
    {
        Key = EventRow.KeyOf("a-1", number, Guid.Empty),
        StreamId = "a-1",
        Version = number,
        Position = FeedPosition.FromStore(number).ToString(),
        RecordedTime = DateTimeOffset.UnixEpoch,
        Sentence = [],
        Type = "Happened",
        SizeBytes = 2,
        Url = "/",
    };
}
