namespace EventAdmin.Storage.Cassandra.Leases;

/// <summary>
/// Tells a holder that is gone from one that works: by how long its beat stands still on this process's own monotonic clock. No clock of
/// another machine decides anything. Not thread-safe.
/// </summary>
/// <param name="clock">This process's clock.</param>
/// <param name="patience">How long a beat stands still before it belongs to nobody; null for <see cref="Patience"/>.</param>
internal sealed class LeaseWatch(TimeProvider clock, TimeSpan? patience = null)
{
    /// <summary>Enough for a holder that beats every <see cref="Lease.Interval"/>.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private LeaseRow? _seen;
    private long _since = clock.GetTimestamp();

    /// <summary>Looks at the row as it is now. True when it may be claimed.</summary>
    public bool IsFree(LeaseRow? row)
    {
        if (row?.Owner is null)
            return true;
        if (row == _seen)
            return clock.GetElapsedTime(_since) >= (patience ?? Patience);
        (_seen, _since) = (row, clock.GetTimestamp());
        return false;
    }
}
