namespace EventAdmin.Cql.Sessions;

/// <summary>
/// How much may be sent twice: a share of the requests of the last 10 s, and a floor for quiet times. A cluster that is slow for everyone
/// must not get more work for it. Thread-safe.
/// </summary>
internal sealed class RetryBudget(double share, int perSecondMin, TimeProvider clock)
{
    private const int Seconds = 10;

    private readonly Lock _guard = new(); // guards _counts
    private readonly SlidingCounts _counts = new(Seconds, TimeSpan.FromSeconds(1));

    public void CountRequest() => CountRequest(clock.GetTimestamp());

    /// <summary>Counts a request that began at a timestamp of the clock.</summary>
    public void CountRequest(long timestamp)
    {
        lock (_guard)
            _counts.Add(clock.GetElapsedTime(0, timestamp).Ticks, 1, 0);
    }

    public bool TryTake()
    {
        lock (_guard)
        {
            _counts.MoveTo(Now());
            if (_counts.Second + 1 > Math.Max(share * _counts.First, (double)perSecondMin * Seconds))
                return false;
            _counts.Add(Now(), 0, 1);
            return true;
        }
    }

    private long Now() => clock.GetElapsedTime(0).Ticks;
}
