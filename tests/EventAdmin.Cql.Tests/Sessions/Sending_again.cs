using CsCheck;
using EventAdmin.Cql.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cql.Tests.Sessions;

public sealed class Sending_again
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void In_quiet_times_ten_a_second_are_allowed_over_ten_seconds()
    {
        var budget = new RetryBudget(0.1, 10, _clock);

        var allowed = Enumerable.Range(0, 200).Count(_ => budget.TryTake());

        Assert.Equal(100, allowed);
    }

    [Fact]
    public void In_busy_times_a_tenth_of_the_requests_is()
    {
        var budget = new RetryBudget(0.1, 10, _clock);
        for (var i = 0; i < 5_000; i++)
            budget.CountRequest();

        var allowed = Enumerable.Range(0, 1_000).Count(_ => budget.TryTake());

        Assert.Equal(500, allowed);
    }

    [Fact]
    public void What_was_spent_ten_seconds_ago_is_free_again()
    {
        var budget = new RetryBudget(0.1, 1, _clock);
        while (budget.TryTake())
        {
        }

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(budget.TryTake());
    }

    [Fact]
    public void A_budget_of_nothing_allows_nothing()
    {
        var budget = new RetryBudget(0, 0, _clock);
        budget.CountRequest();

        Assert.False(budget.TryTake());
    }

    [Fact]
    public void The_budget_is_never_exceeded_whatever_the_order()
        => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1500]).Array[0, 400].Sample(steps =>
        {
            var clock = new FakeTimeProvider();
            var budget = new RetryBudget(0.1, 2, clock);
            var requests = new List<long>();
            var retries = new List<long>();
            foreach (var (what, pauseMs) in steps)
            {
                var now = clock.GetElapsedTime(0).Ticks / TimeSpan.TicksPerSecond;
                if (what == 0)
                    clock.Advance(TimeSpan.FromMilliseconds(pauseMs));
                else if (what == 1)
                    Count(() => budget.CountRequest(), requests, now);
                else if (budget.TryTake())
                    retries.Add(now);
                else
                    Assert.True(InWindow(retries, now) + 1 > Math.Max(0.1 * InWindow(requests, now), 20));
                Assert.True(InWindow(retries, now) <= Math.Max(0.1 * requests.Count, 20));
            }
        });

    [Fact]
    public void Pauses_between_connects_double_up_to_the_longest_with_full_jitter()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), () => 1.0);

        var pauses = Enumerable.Range(0, 10).Select(_ => backoff.Next().TotalMilliseconds);

        Assert.Equal([250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000], pauses);
    }

    [Fact]
    public void A_pause_lies_between_nothing_and_its_limit()
        => Gen.Select(Gen.Double[0, 1], Gen.Int[1, 100]).Sample((random, tries) =>
        {
            var longest = TimeSpan.FromSeconds(30);
            var backoff = new Backoff(TimeSpan.FromMilliseconds(250), longest, () => random);
            var pause = TimeSpan.Zero;
            for (var i = 0; i < tries; i++)
                pause = backoff.Next();
            Assert.InRange(pause, TimeSpan.Zero, longest);
            Assert.InRange(backoff.Longest(), longest / 2, longest);
        });

    [Fact]
    public void A_success_starts_the_pauses_over()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), () => 1.0);
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(250), backoff.Next());
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 55)]
    [InlineData(1, 100)]
    public void A_request_waits_10_to_100_ms_before_it_is_sent_again(double random, double ms)
        => Assert.Equal(ms, Backoff.BeforeRetry(() => random).TotalMilliseconds);

    [Fact]
    public void Timestamps_rise_even_when_the_clock_stands_still_or_jumps_back()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var timestamps = new MonotonicTimestamps(clock);
        var first = timestamps.Next();

        var second = timestamps.Next();
        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        var third = timestamps.Next();
        clock.AdjustTime(clock.GetUtcNow() + TimeSpan.FromMinutes(2));
        var fourth = timestamps.Next();

        Assert.Equal(1_767_225_600_000_000, first);
        Assert.Equal(first + 1, second);
        Assert.Equal(first + 2, third);
        Assert.Equal(first + 60_000_000, fourth);
    }

    [Fact]
    public async Task Timestamps_of_several_threads_never_meet()
    {
        var timestamps = new MonotonicTimestamps(_clock);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 5_000).Select(_ => timestamps.Next()).ToArray())));

        Assert.Equal(20_000, taken.SelectMany(static one => one).Distinct().Count());
    }

    private static void Count(Action count, List<long> counted, long now)
    {
        count();
        counted.Add(now);
    }

    private static int InWindow(List<long> seconds, long now) => seconds.Count(one => one > now - 10);
}
