using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class Blaming_the_fields_of_a_state
{
    private readonly History _history = new();

    public static TheoryData<IReducer> Reducers => [MergePatchReducer.Instance, new PlainMergePatch()];

    [Theory]
    [MemberData(nameof(Reducers))]
    public async Task Names_the_last_event_that_changed_each(IReducer reducer)
    {
        await _history.AppendAsync(
            """{"status":"new","remaining":3,"plan":{"name":"basic","seats":[1,2]}}""",
            """{"status":"active"}""",
            """{"remaining":3,"plan":{"seats":[1,7,9]},"note":"x"}""",
            """{"remaining":2,"note":null}""");

        var blame = await BlameAsync(reducer, Moment.Now);

        Assert.Equal(
            "status v1, remaining v3, plan.name v0, plan.seats[0] v0, plan.seats[1] v2, plan.seats[2] v2",
            string.Join(", ", blame.Fields.Select(field => $"{field.Path} {field.Version}")));
        Assert.Equal("2", blame.Find("remaining")?.Json);
        Assert.Null(blame.Find("note"));
    }

    [Theory]
    [MemberData(nameof(Reducers))]
    public async Task Holds_at_an_earlier_version(IReducer reducer)
    {
        await _history.AppendAsync("""{"a":1,"b":1}""", """{"a":2}""", """{"a":3}""");

        var blame = await BlameAsync(reducer, new Moment.AtVersion(StreamVersion.Of(1)));

        Assert.Equal(["a v1", "b v0"], blame.Fields.Select(field => $"{field.Path} {field.Version}"));
        Assert.Equal(StreamVersion.Of(1), blame.Version);
    }

    [Theory]
    [MemberData(nameof(Reducers))]
    public async Task Comes_with_a_map_of_how_much_each_event_changed(IReducer reducer)
    {
        await _history.AppendAsync(
            """{"a":1,"b":{"c":1,"d":[1,2]}}""", """{"a":1}""", """{"a":2}""", """{"b":null}""", """{"b":{}}""", "[1,2]", """{"Changed":{"x":1}}""");

        var result = await _history.Replayer.MapChangesAsync(
            new ReplayRequest { Stream = _history.Stream, Reducer = reducer }, ReadOptions.Default, TestContext.Current.CancellationToken);

        var map = Assert.IsType<HistoryResult<ChangeMap>.Found>(result).Value;
        Assert.Equal([4L, 0, 1, 3, 1, 2, 2], map.Bars.Select(bar => bar.Changes));
    }

    [Fact]
    public async Task Of_a_missing_stream_says_so()
    {
        var request = new ReplayRequest { Stream = _history.Stream, Reducer = MergePatchReducer.Instance };

        var result = await _history.Replayer.BlameAsync(request, ReadOptions.Default, TestContext.Current.CancellationToken);

        Assert.Equal(new HistoryResult<FieldBlame>.NoSuchStream(_history.Stream), result);
    }

    [Fact]
    public async Task Ends_where_the_reducer_fails()
    {
        await _history.AppendAsync("""{"a":1}""", """{"a":2}""");
        var request = new ReplayRequest { Stream = _history.Stream, Reducer = new PlainMergePatch(failAt: 1) };

        var result = await _history.Replayer.BlameAsync(request, ReadOptions.Default, TestContext.Current.CancellationToken);

        var failed = Assert.IsType<HistoryResult<FieldBlame>.ReducerFailed>(result);
        Assert.Equal((StreamVersion.Of(1), "failed as told"), (failed.Event.Version, failed.Error));
    }

    [Fact]
    public async Task Goes_with_what_differs_between_two_moments()
    {
        await _history.AppendAsync("""{"a":1,"b":1}""", """{"a":2}""", """{"a":3,"c":0.10}""");
        var request = new ReplayRequest { Stream = _history.Stream, Reducer = MergePatchReducer.Instance };

        var changes = await _history.Replayer.ChangesAsync(
            request, new Moment.AtVersion(StreamVersion.Of(0)), ReadOptions.Default, TestContext.Current.CancellationToken);

        Assert.Equal(["a was 1, now 3", "c added: 0.10"], changes.Diff!.Changes.Select(change => change.ToString()));
    }

    [Fact]
    public void Has_at_most_so_many_bars_without_a_gap()
    {
        var builder = new ChangeMapBuilder(StreamVersion.Of(5), StreamVersion.Of(10_004));
        builder.Add(StreamVersion.Of(5), 1);
        builder.Add(StreamVersion.Of(7), 4);
        builder.Add(StreamVersion.Of(8), 4);
        builder.Add(StreamVersion.Of(10_004), 2);

        var map = builder.Build();

        Assert.InRange(map.Bars.Count, 1000, ChangeMap.BarsMax);
        Assert.Equal(10_000, map.Bars.Sum(bar => bar.To.Value - bar.From.Value + 1));
        Assert.Equal((9L, StreamVersion.Of(7), 4L), (map.Bars[0].Changes, map.Bars[0].Peak, map.Bars[0].PeakChanges));
        Assert.Equal(2, map.Find(StreamVersion.Of(10_004))!.Changes);
        Assert.Null(map.Find(StreamVersion.Of(4)));
    }

    private async Task<FieldBlame> BlameAsync(IReducer reducer, Moment moment)
    {
        var request = new ReplayRequest { Stream = _history.Stream, Reducer = reducer, Moment = moment };
        var result = await _history.Replayer.BlameAsync(request, ReadOptions.Default, TestContext.Current.CancellationToken);
        return Assert.IsType<HistoryResult<FieldBlame>.Found>(result).Value;
    }
}
