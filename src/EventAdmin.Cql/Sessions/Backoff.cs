namespace EventAdmin.Cql.Sessions;

/// <summary>
/// Growing pauses with full jitter: a pause is anything from nothing to min(longest, shortest · 2^tries), so that clients which failed
/// together do not come back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
/// </summary>
internal sealed class Backoff(TimeSpan shortest, TimeSpan longest, Func<double>? random = null)
{
    private const int DoublingsMax = 30;

    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;
    private int _tries;

    public TimeSpan Next()
    {
        var doublings = Math.Min(Interlocked.Increment(ref _tries) - 1, DoublingsMax);
        var limit = Math.Min(longest.Ticks, shortest.Ticks * (double)(1L << doublings));
        return TimeSpan.FromTicks((long)(limit * _random()));
    }

    /// <summary>The longest pause, jittered, whatever was tried before: for a node that refuses this client.</summary>
    public TimeSpan Longest() => TimeSpan.FromTicks((long)(longest.Ticks * (0.5 + (_random() / 2))));

    public void Reset() => Interlocked.Exchange(ref _tries, 0);

    /// <summary>A pause before a request is sent again.</summary>
    public static TimeSpan BeforeRetry(Func<double> random)
        => TimeSpan.FromMilliseconds(10 + (90 * random()));
}
