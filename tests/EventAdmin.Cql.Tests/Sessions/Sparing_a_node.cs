using EventAdmin.Cql.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Sparing_a_node
{
    private readonly FakeTimeProvider _clock = new();
    private readonly NodeBreaker _breaker;

    public Sparing_a_node() => _breaker = new NodeBreaker(_clock);

    [Fact]
    public void Nineteen_failures_do_not_open_it()
    {
        Record(19, failed: true);

        Assert.Equal(CqlBreakerState.Closed, _breaker.State);
        Assert.True(_breaker.IsPassable);
    }

    [Fact]
    public void Half_of_twenty_requests_failing_opens_it()
    {
        Record(10, failed: false);
        Record(10, failed: true);

        Assert.Equal(CqlBreakerState.Open, _breaker.State);
        Assert.False(_breaker.IsPassable);
        Assert.False(_breaker.TryEnter(out _));
    }

    [Fact]
    public void Less_than_half_does_not()
    {
        Record(110, failed: false);
        Record(100, failed: true);

        Assert.Equal(CqlBreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void What_is_older_than_five_seconds_does_not_count()
    {
        Record(19, failed: true);
        _clock.Advance(TimeSpan.FromSeconds(5.5));
        Record(19, failed: true);

        Assert.Equal(CqlBreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void After_five_seconds_one_request_may_try()
    {
        Record(20, failed: true);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(_breaker.IsPassable);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(_breaker.IsPassable);
        Assert.True(_breaker.TryEnter(out var isProbe));
        Assert.True(isProbe);
        Assert.False(_breaker.IsPassable);
        Assert.False(_breaker.TryEnter(out _));
    }

    [Fact]
    public void The_probe_closes_it_when_it_is_answered()
    {
        Record(20, failed: true);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _breaker.TryEnter(out var isProbe);

        _breaker.Record(failed: false, isProbe);

        Assert.Equal(CqlBreakerState.Closed, _breaker.State);
        Record(19, failed: true);
        Assert.Equal(CqlBreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void The_probe_keeps_it_open_for_five_more_seconds_when_it_fails()
    {
        Record(20, failed: true);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _breaker.TryEnter(out var isProbe);

        _breaker.Record(failed: true, isProbe);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(_breaker.IsPassable);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_breaker.IsPassable);
    }

    [Fact]
    public void A_late_answer_of_an_older_request_does_not_close_it()
    {
        Record(20, failed: true);

        _breaker.Record(failed: false, wasProbe: false);

        Assert.Equal(CqlBreakerState.Open, _breaker.State);
    }

    [Fact]
    public void A_probe_that_was_never_sent_leaves_its_turn_to_the_next()
    {
        Record(20, failed: true);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _breaker.TryEnter(out var isProbe);

        _breaker.Abandon(isProbe);

        Assert.True(_breaker.TryEnter(out isProbe));
        Assert.True(isProbe);
    }

    private void Record(int times, bool failed)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(_breaker.TryEnter(out var isProbe));
            _breaker.Record(failed, isProbe);
        }
    }
}
