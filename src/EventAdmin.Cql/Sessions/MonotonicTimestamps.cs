namespace EventAdmin.Cql.Sessions;

/// <summary>
/// Write timestamps in microseconds that never repeat nor go back within this client, whatever the clock does. Thread-safe.
/// </summary>
internal sealed class MonotonicTimestamps(TimeProvider clock)
{
    private long _last;

    public long Next()
    {
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return next;
        }
    }
}
