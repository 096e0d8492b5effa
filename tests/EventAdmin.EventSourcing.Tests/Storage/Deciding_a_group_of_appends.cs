using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Storage;

namespace EventAdmin.EventSourcing.Tests.Storage;

public sealed class Deciding_a_group_of_appends
{
    private static readonly StreamId Cart = StreamId.Parse("cart-1");
    private static readonly StreamId Order = StreamId.Parse("order-1");

    private readonly SampleEvents _events = new("group");
    private readonly DurableEvents _durable = new();

    [Fact]
    public void Positions_go_on_after_the_newest_durable_event()
    {
        var group = Begin(last: 41);

        var first = group.Decide(AppendRequest.To(Cart, ExpectedVersion.Any, _events.Take(2)));
        var second = group.Decide(AppendRequest.To(Order, ExpectedVersion.Any, _events.Next()));

        Assert.Equal([42, 43], first.Events.Select(e => e.Position.ToStore()));
        Assert.Equal([44], second.Events.Select(e => e.Position.ToStore()));
        Assert.Equal(44, group.Last.ToStore());
    }

    [Fact]
    public void An_append_is_decided_after_those_before_it_in_the_group()
    {
        var group = Begin();

        Assert.IsType<AppendOutcome.Appended>(group.Decide(AppendRequest.To(Cart, ExpectedVersion.NoStream, _events.Take(2))).Outcome);
        var next = group.Decide(AppendRequest.To(Cart, ExpectedVersion.Exactly(StreamVersion.Of(1)), _events.Next()));
        var late = group.Decide(AppendRequest.To(Cart, ExpectedVersion.NoStream, _events.Next()));

        Assert.Equal([2], next.Events.Select(e => e.Version.Value));
        Assert.Equal(new AppendOutcome.Conflict(Cart, ExpectedVersion.NoStream, StreamVersion.Of(2)), late.Outcome);
        Assert.Empty(late.Events);
    }

    [Fact]
    public void A_conflict_takes_no_version_and_no_position()
    {
        var group = Begin();
        group.Decide(AppendRequest.To(Cart, ExpectedVersion.Any, _events.Next()));

        group.Decide(AppendRequest.To(
            [
                new StreamAppend { Stream = Cart, Expected = ExpectedVersion.Any, Events = _events.Take(3) },
                new StreamAppend { Stream = Order, Expected = ExpectedVersion.StreamExists, Events = _events.Take(3) },
            ]));
        var after = group.Decide(AppendRequest.To(Cart, ExpectedVersion.Any, _events.Next()));

        Assert.Equal([(1L, 2L)], after.Events.Select(e => (e.Version.Value, e.Position.ToStore())));
    }

    [Fact]
    public void Versions_go_on_after_a_deletion()
    {
        _durable.States[Cart] = new StreamState(Next: 7, First: 7);

        var decision = Begin(last: 9).Decide(AppendRequest.To(Cart, ExpectedVersion.NoStream, _events.Take(2)));

        Assert.Equal([7, 8], decision.Events.Select(e => e.Version.Value));
    }

    [Fact]
    public void The_states_after_the_group_hold_every_stream_that_got_events_and_no_other()
    {
        _durable.States[Order] = new StreamState(Next: 5, First: 3);
        var group = Begin(last: 9);

        group.Decide(AppendRequest.To(
            [
                new StreamAppend { Stream = Cart, Expected = ExpectedVersion.NoStream },
                new StreamAppend { Stream = Order, Expected = ExpectedVersion.Any, Events = _events.Take(2) },
            ]));

        Assert.Equal([new KeyValuePair<StreamId, StreamState>(Order, new StreamState(Next: 7, First: 3))], group.States);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_retry_in_the_same_group_is_answered_with_the_first_outcome(bool lookUpAlways)
    {
        var group = Begin(lookUpAlways: lookUpAlways);
        foreach (var expected in new[] { ExpectedVersion.NoStream, ExpectedVersion.Any, ExpectedVersion.StreamExists })
        {
            var request = AppendRequest.To(Cart, expected, _events.Take(2));
            var first = Assert.IsType<AppendOutcome.Appended>(group.Decide(request).Outcome);

            var again = group.Decide(request);

            Assert.Empty(again.Events);
            var repeated = Assert.IsType<AppendOutcome.Appended>(again.Outcome);
            Assert.True(repeated.IsRepeat);
            Assert.Equal(first.Streams, repeated.Streams);
            Assert.Equal(first.Position, repeated.Position);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_id_used_again_in_the_same_group_with_other_content_is_refused(bool lookUpAlways)
    {
        var group = Begin(lookUpAlways: lookUpAlways);
        var used = _events.Next();
        var request = AppendRequest.To(Cart, ExpectedVersion.NoStream, used);
        group.Decide(request);

        AssertMismatch(group.Decide(AppendRequest.To(Order, ExpectedVersion.NoStream, used)));
        AssertMismatch(group.Decide(AppendRequest.To(Cart, ExpectedVersion.Any, used, _events.Next())));
        AssertMismatch(group.Decide(AppendRequest.To(Order, ExpectedVersion.NoStream, _events.Next()) with { Id = request.Id }));
        AssertMismatch(group.Decide(AppendRequest.To(Cart, ExpectedVersion.Any, used with { Data = "[]"u8.ToArray() })));
        Assert.Equal(1, group.Last.ToStore());
    }

    [Fact]
    public void A_retry_of_what_is_durable_is_recognised_by_its_conflict()
    {
        var request = AppendRequest.To(Cart, ExpectedVersion.NoStream, _events.Take(2));
        _durable.Take(Begin().Decide(request));

        var again = Begin(last: 2).Decide(request);

        Assert.True(Assert.IsType<AppendOutcome.Appended>(again.Outcome).IsRepeat);
        Assert.Empty(again.Events);
    }

    [Theory]
    [InlineData("any")]
    [InlineData("stream-exists")]
    public void An_expectation_that_tells_no_retry_apart_is_looked_up(string expectation)
    {
        Assert.True(ExpectedVersion.TryParse(expectation, out var expected));
        _durable.States[Cart] = new StreamState(Next: 1, First: 0);
        var request = AppendRequest.To(Cart, expected, _events.Next());
        _durable.Take(Begin(last: 1).Decide(request));

        var again = Begin(last: 2).Decide(request);

        Assert.True(Assert.IsType<AppendOutcome.Appended>(again.Outcome).IsRepeat);
    }

    [Fact]
    public void An_expectation_that_tells_retries_apart_is_not_looked_up_unless_asked()
    {
        Begin().Decide(AppendRequest.To(Cart, ExpectedVersion.NoStream, _events.Next()));
        Assert.Equal(0, _durable.LookedUp);

        Begin(lookUpAlways: true).Decide(AppendRequest.To(Order, ExpectedVersion.NoStream, _events.Next()));
        Assert.Equal(1, _durable.LookedUp);
    }

    [Fact]
    public void An_event_of_which_no_time_is_given_occurred_when_the_group_was_recorded()
    {
        var elsewhere = TestTime.Start.ToOffset(TimeSpan.FromHours(2));

        var decision = Begin().Decide(AppendRequest.To(Cart, ExpectedVersion.Any, _events.Next(), _events.Next() with { OccurredAt = elsewhere.AddDays(-1) }));

        Assert.Equal([TestTime.Start, TestTime.Start.AddDays(-1)], decision.Events.Select(e => e.OccurredAt));
        Assert.All(decision.Events, e => Assert.Equal((TestTime.Start, TimeSpan.Zero), (e.RecordedAt, e.OccurredAt.Offset)));
    }

    private AppendGroup Begin(long last = 0, bool lookUpAlways = false) =>
        new(_durable, FeedPosition.FromStore(last), TestTime.Start, lookUpAlways);

    private static void AssertMismatch(AppendDecision decision)
    {
        Assert.Equal(RefusalReason.IdempotencyMismatch, Assert.IsType<AppendOutcome.Refused>(decision.Outcome).Reason);
        Assert.Empty(decision.Events);
    }

    private sealed class DurableEvents : IAppendHistory
    {
        private readonly List<RecordedEvent> _events = [];

        public Dictionary<StreamId, StreamState> States { get; } = [];

        public int LookedUp { get; private set; }

        public void Take(AppendDecision decision)
        {
            _events.AddRange(decision.Events);
            foreach (var e in decision.Events)
                States[e.Stream] = new StreamState(e.Version.Value + 1, States.GetValueOrDefault(e.Stream).First);
        }

        public StreamState FindState(StreamId stream) => States.GetValueOrDefault(stream);

        public IReadOnlyList<RecordedEvent> FindEarlier(AppendRequest request)
        {
            LookedUp++;
            var ids = request.Streams.SelectMany(stream => stream.Events).Select(e => e.Id).ToHashSet();
            return [.. _events.Where(e => e.Append == request.Id || ids.Contains(e.Id))];
        }
    }
}
