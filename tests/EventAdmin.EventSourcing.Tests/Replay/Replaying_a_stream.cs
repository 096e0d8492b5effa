using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using Xunit;

namespace EventAdmin.EventSourcing.Tests.Replay;

public sealed class Replaying_a_stream
{
    private readonly History _history = new();

    [Theory]
    [InlineData("now", """{"a":3}""", 2)]
    [InlineData("v0", """{"a":1}""", 0)]
    [InlineData("v1", """{"a":2}""", 1)]
    [InlineData("v99", """{"a":3}""", 2)]
    [InlineData("2026-03-01T12:00:00Z", """{"a":1}""", 0)]
    [InlineData("2026-03-01T12:00:59.9999999Z", """{"a":1}""", 0)]
    [InlineData("2026-03-01T12:01:00Z", """{"a":2}""", 1)]
    [InlineData("2026-03-02T00:00:00Z", """{"a":3}""", 2)]
    public async Task Gives_the_state_at_the_moment(string at, string expected, long version)
    {
        await _history.AppendAsync("""{"a":1}""", """{"a":2}""", """{"a":3}""");
        Assert.True(Moment.TryParse(at, byOccurred: false, out var moment));

        var state = await _history.ReplayAsync(moment);

        Assert.Equal(expected, History.Text(state.Json));
        Assert.Equal(StreamVersion.Of(version), state.Version);
        Assert.Equal(state.Version, state.Event?.Version);
        Assert.Equal(StreamVersion.Of(2), state.Head.Last);
        Assert.Equal(version + 1, state.EventsFolded);
        Assert.Equal(at == "v99", state.IsClamped);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("2026-03-01T11:59:59.9999999Z")]
    public async Task Before_its_first_event_gives_the_empty_state(string at)
    {
        await _history.AppendAsync("""{"a":1}""");
        Assert.True(Moment.TryParse(at, byOccurred: false, out var moment));

        var state = await _history.ReplayAsync(moment);

        Assert.Equal("{}", History.Text(state.Json));
        Assert.Null(state.Version);
        Assert.Null(state.Event);
    }

    [Fact]
    public async Task That_does_not_exist_says_so()
    {
        var result = await _history.TryReplayAsync(Moment.Now);

        Assert.Equal(new ReplayResult.NoSuchStream(_history.Stream), result);
    }

    [Fact]
    public async Task By_occurred_time_folds_in_version_order_only_what_had_occurred()
    {
        await _history.AppendAsync(
            _history.NewEvent("Changed", """{"a":1,"x":1}""", History.Minute(-100)),
            _history.NewEvent("Changed", """{"a":2,"y":1}""", History.Minute(-10)),
            _history.NewEvent("Changed", """{"a":3}""", History.Minute(-50)),
            _history.NewEvent("Changed", """{"a":4}""", History.Minute(-5)));

        var state = await _history.ReplayAsync(new Moment.AtOccurred(History.Minute(-50)));

        Assert.Equal("""{"a":3,"x":1}""", History.Text(state.Json));
        Assert.Equal(StreamVersion.Of(2), state.Version);
        Assert.Equal(2, state.EventsFolded);
        Assert.Equal(2, state.OccurredLater);
        Assert.Equal("""{"a":1,"x":1}""", History.Text(state.PreviousJson!.Value));
    }

    [Fact]
    public async Task By_occurred_time_before_anything_occurred_gives_the_empty_state()
    {
        await _history.AppendAsync("""{"a":1}""", """{"a":2}""");

        var state = await _history.ReplayAsync(new Moment.AtOccurred(History.Minute(-1)));

        Assert.Equal("{}", History.Text(state.Json));
        Assert.Equal(2, state.OccurredLater);
    }

    [Fact]
    public async Task Finds_an_instant_in_logarithmically_many_reads()
    {
        await _history.AppendAsync([.. Enumerable.Range(0, 1000).Select(i => $$"""{"a":{{i}}}""")]);
        var atNewest = await _history.ReplayAsync(Moment.Now, useSnapshots: false);

        var state = await _history.ReplayAsync(new Moment.AtRecorded(History.Minute(617.5)), useSnapshots: false);

        Assert.Equal("""{"a":617}""", History.Text(state.Json));
        Assert.InRange(state.Reads.Reads - atNewest.Reads.Reads, 1, 10);
    }

    [Fact]
    public async Task Finds_every_instant_of_events_that_share_their_recorded_time()
    {
        var append = Enumerable.Range(0, 5).Select(i => _history.NewEvent("Changed", $$"""{"a":{{i}}}""")).ToArray();
        await _history.Storage.AppendAsync(
            EventSourcing.Storage.AppendRequest.To(_history.Stream, ExpectedVersion.NoStream, append), TestContext.Current.CancellationToken);
        _history.Clock.Advance(TimeSpan.FromMinutes(1));
        await _history.AppendAsync("""{"a":5}""");

        var together = await _history.ReplayAsync(new Moment.AtRecorded(History.Noon));
        var later = await _history.ReplayAsync(new Moment.AtRecorded(History.Minute(1)));

        Assert.Equal(StreamVersion.Of(4), together.Version);
        Assert.Equal(StreamVersion.Of(5), later.Version);
    }

    [Fact]
    public async Task Gives_the_state_before_the_last_event_too()
    {
        await _history.AppendAsync("""{"a":1}""", """{"b":2}""");

        var state = await _history.ReplayAsync(Moment.Now);

        Assert.Equal("""{"a":1}""", History.Text(state.PreviousJson!.Value));
    }

    [Fact]
    public async Task Begins_at_its_first_event_that_counts()
    {
        await _history.AppendAsync("""{"a":1}""", """{"b":2}""");
        await _history.Storage.DeleteStreamsAsync([_history.Stream], TestContext.Current.CancellationToken);
        await _history.AppendAsync("""{"c":3}""");

        var now = await _history.ReplayAsync(Moment.Now);
        var deleted = await _history.ReplayAsync(new Moment.AtVersion(StreamVersion.Of(1)));

        Assert.Equal("""{"c":3}""", History.Text(now.Json));
        Assert.Equal(StreamVersion.Of(2), now.Version);
        Assert.Null(deleted.Version);
    }

    [Fact]
    public async Task Counts_what_it_could_not_fold()
    {
        await _history.AppendAsync(
            _history.NewEvent("Changed", """{"a":1}"""),
            _history.NewEvent("Pictured", "not json") with { ContentType = "image/png" });

        var state = await _history.ReplayAsync(Moment.Now);

        Assert.Equal("""{"a":1}""", History.Text(state.Json));
        Assert.Equal((2, 1), (state.EventsFolded, state.Unreadable));
    }

    [Fact]
    public async Task That_is_cancelled_halfway_ends()
    {
        using var cancelling = new CancellationTokenSource();
        await _history.AppendAsync([.. Enumerable.Range(0, 20).Select(i => _history.NewEvent("Changed", $$"""{"a":{{i}}}"""))]);
        var request = new ReplayRequest { Stream = _history.Stream, Reducer = new CancellingReducer(cancelling, at: 3) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _history.Replayer.ReplayAsync(request, EventSourcing.Storage.ReadOptions.Default, cancelling.Token));
    }

    private sealed class CancellingReducer(CancellationTokenSource cancelling, long at) : IReducer, IReduction
    {
        public string Name => "cancelling";

        public string Version => "1";

        public IReduction Start(ReadOnlyMemory<byte>? stateJson) => this;

        public ReductionStep Apply(RecordedEvent e)
        {
            if (e.Version.Value == at)
                cancelling.Cancel();
            return ReductionStep.Folded;
        }

        public ReadOnlyMemory<byte> ToJson() => "{}"u8.ToArray();
    }
}
