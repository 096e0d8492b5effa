using EventAdmin.EventSourcing.Events;
using EventAdmin.Testing.Histories;
using static EventAdmin.Storage.Tests.Histories.StreamStory;

namespace EventAdmin.Storage.Tests.Histories;

/// <summary>For each check a history that breaks it, and one beside it that does not.</summary>
public sealed class Checking_a_history
{
    [Fact]
    public void A_true_history_breaks_nothing()
    {
        var story = new StreamStory("a/0", "b/0", "b/1", "c/0")
            .Tries("a", "no-stream", 1, (0, 10), Ok(0))
            .Tries("b", "v0", 2, (5, 20), Unknown)
            .Tries("b", "v0", 2, (21, 30), Ok(1))
            .Tries("x", "v0", 1, (31, 35), Conflict(2))
            .Tries("y", "any", 1, (31, 33), Fail)
            .Tries("z", "any", 1, (31, long.MaxValue), Unknown)
            .Tries("c", "stream-exists", 1, (36, 40), Ok(3))
            .Reads((41, 45), isStrong: true, "a/0", "b/0", "b/1", "c/0")
            .Reads((41, 45), isStrong: false, "a/0");

        Assert.Empty(StreamChecker.Check(story.History));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 0)]
    public void A1_finds_a_hole_and_a_repeated_version(long first, long second)
    {
        var final = new StoredEvent[] { new(first, Print("a/0"), Append("a")), new(second, Print("b/0"), Append("b")) };
        var history = new StreamHistory(Subject, final, final);
        history.Appends.AddRange(new StreamStory().Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", "any", 1, (2, 3), Ok(1)).History.Appends);

        Assert.Contains(StreamChecker.Check(history), violation => violation.Check == "A1");
    }

    [Fact]
    public void A2_finds_an_event_that_is_stored_twice() =>
        AssertFound("A2", new StreamStory("a/0", "a/0").Tries("a", "any", 1, (0, 1), Ok(1)));

    [Fact]
    public void A3_finds_an_event_that_nobody_sent() =>
        AssertFound("A3", new StreamStory("a/0", "ghost/0").Tries("a", "any", 1, (0, 1), Ok(0)));

    [Fact]
    public void A4_finds_an_acknowledged_event_that_is_lost() =>
        AssertFound("A4", new StreamStory("a/0").Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", "any", 1, (2, 3), Ok(1)));

    [Fact]
    public void A4_finds_an_acknowledged_event_at_another_version() =>
        AssertFound("A4", new StreamStory("a/0", "b/0").Tries("a", "any", 1, (0, 9), Ok(0)).Tries("b", "any", 1, (0, 9), Ok(0)));

    [Fact]
    public void A5_finds_what_was_refused_and_is_stored() => AssertFound("A5", new StreamStory("a/0").Tries("a", "any", 1, (0, 1), Fail));

    [Fact]
    public void A5_finds_an_own_write_that_is_reported_as_a_conflict() =>
        AssertFound("A5", new StreamStory("a/0").Tries("a", "no-stream", 1, (0, 1), Unknown).Tries("a", "no-stream", 1, (2, 3), Conflict(0)));

    [Fact]
    public void A_conflict_that_says_not_yet_may_be_followed_by_success()
    {
        var story = new StreamStory("a/0", "b/0")
            .Tries("b", "v0", 1, (0, 1), Conflict(-1))
            .Tries("a", "any", 1, (2, 3), Ok(0))
            .Tries("b", "v0", 1, (4, 5), Ok(1));

        Assert.Empty(story.Checks);
    }

    [Theory]
    [InlineData("a/0", "b/0")]
    [InlineData("a/0", "b/1", "b/0")]
    [InlineData("b/0", "a/0", "b/1")]
    public void A6_finds_a_torn_append(params string[] final) =>
        AssertFound("A6", new StreamStory(final).Tries("a", "any", 1, (0, 9), Unknown).Tries("b", "any", 2, (0, 9), Unknown));

    [Fact]
    public void A6_finds_a_read_of_half_an_append() =>
        AssertFound("A6", new StreamStory("a/0", "a/1").Tries("a", "any", 2, (0, 9), Ok(0)).Reads((0, 9), isStrong: true, "a/0"));

    [Fact]
    public void A6_finds_an_append_that_is_stored_in_one_of_its_streams_only()
    {
        var (one, other) = (StreamId.Parse("story-1"), StreamId.Parse("story-2"));
        var append = new StreamStory().Tries("a", "any", 1, (0, 1), Unknown).History.Appends[0];
        var both = append with { Streams = [append.Streams[0], new AttemptedStream(other, ExpectedVersion.Any, [Print("a/other")])] };
        var final = new Dictionary<StreamId, IReadOnlyList<StoredEvent>> { [one] = [new StoredEvent(0, Print("a/0"), Append("a"))] };

        var violation = Assert.Single(StreamChecker.Check(new History { Appends = [both], Reads = [], Final = final, FinalAgain = final }));

        Assert.Equal(("A6", other), (violation.Check, violation.Stream));
    }

    [Theory]
    [InlineData("no-stream")]
    [InlineData("v4")]
    public void A7_finds_an_append_that_is_stored_against_its_expectation(string expected) =>
        AssertFound("A7", new StreamStory("a/0", "b/0").Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", expected, 1, (2, 3), Ok(1)));

    [Fact]
    public void A7_finds_an_append_to_a_stream_that_had_to_exist() =>
        AssertFound("A7", new StreamStory("a/0").Tries("a", "stream-exists", 1, (0, 1), Ok(0)));

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, true)]
    public void A7_finds_a_conflict_with_the_expected_head_and_one_with_a_head_that_was_only_remembered(long actual, bool isCached) => AssertFound(
        "A7", new StreamStory("a/0").Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", "v0", 1, (2, 3), Conflict(actual, isCached)));

    [Fact]
    public void A8_finds_data_that_were_not_sent()
    {
        var final = new[] { new StoredEvent(0, Print("a/0") with { Content = 2 }, Append("a")) };
        var history = new StreamHistory(Subject, final, final);
        history.Appends.AddRange(new StreamStory().Tries("a", "any", 1, (0, 1), Ok(0)).History.Appends);

        Assert.Equal("A8", Assert.Single(StreamChecker.Check(history)).Check);
    }

    [Fact]
    public void A8_finds_an_event_that_the_store_calls_damaged()
    {
        var final = new[] { new StoredEvent(0, Print("unreadable"), Append("a"), "it does not fit its hash") };

        Assert.Equal("A8", Assert.Single(StreamChecker.Check(new StreamHistory(Subject, final, final))).Check);
    }

    [Theory]
    [InlineData("a/0", "x/0")]
    [InlineData("b/0")]
    public void A9_finds_a_read_of_what_the_stream_does_not_hold(params string[] seen) =>
        AssertFound("A9", new StreamStory("a/0").Tries("a", "any", 1, (0, 1), Ok(0)).Reads((0, 9), isStrong: false, seen));

    [Fact]
    public void A10_finds_a_write_that_lands_late() =>
        AssertFound("A10", new StreamStory(["a/0"], ["a/0", "b/0"]).Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", "any", 1, (2, 3), Unknown));

    [Fact]
    public void A11_finds_two_answers_that_name_different_versions() =>
        AssertFound("A11", new StreamStory("a/0").Tries("a", "any", 1, (0, 1), Ok(0)).Tries("a", "any", 1, (2, 3), Ok(1)));

    [Fact]
    public void B_finds_an_order_against_that_of_the_answers() =>
        AssertFound("B", new StreamStory("b/0", "a/0").Tries("a", "any", 1, (0, 1), Ok(1)).Tries("b", "any", 1, (2, 3), Ok(0)));

    [Fact]
    public void B_finds_a_strong_read_that_missed_what_was_acknowledged_and_bears_a_weak_one()
    {
        var story = new StreamStory("a/0").Tries("a", "any", 1, (0, 1), Ok(0)).Reads((2, 3), isStrong: false);
        Assert.Empty(story.Checks);

        AssertFound("B", story.Reads((2, 3), isStrong: true));
    }

    [Fact]
    public void B_finds_a_weak_read_from_the_future() =>
        AssertFound("B", new StreamStory("a/0").Reads((0, 1), isStrong: false, "a/0").Tries("a", "any", 1, (2, 3), Ok(0)));

    [Fact]
    public void B_finds_a_conflict_with_a_head_that_was_no_more()
    {
        var story = new StreamStory("a/0", "b/0").Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", "any", 1, (2, 3), Ok(1));

        AssertFound("B", story.Tries("c", "no-stream", 1, (4, 5), Conflict(0)));
    }

    [Fact]
    public void B_finds_a_condition_that_did_not_hold_any_more()
    {
        var story = new StreamStory("a/0", "b/0").Tries("a", "any", 1, (0, 1), Ok(0)).Tries("b", "any", 1, (2, 3), Ok(1));

        AssertFound("B", story.Tries("c", "v0", 0, (4, 5), Ok(0)));
    }

    private static void AssertFound(string check, StreamStory story) => Assert.Contains(check, story.Checks);
}
