namespace EventAdmin.Storage.Cassandra.Leases;

/// <summary>
/// Tells a holder that is gone from one that works: by how long its beat stands still on this process's own monotonic clock. No clock of
/// another machine decides anything. Not thread-safe.
/// </summary>
internal sealed class LeaseWatch(TimeProvider clock)
{
    /// <summary>A beat that stands still for so long belongs to nobody.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private LeaseRow? _seen;
    private long _since = clock.GetTimestamp();

    /// <summary>Looks at the row as it is now. True when it may be claimed.</summary>
    public bool IsFree(LeaseRow? row)
    {
        if (row?.Owner is null)
            return true;
        if (row == _seen)
            return clock.GetElapsedTime(_since) >= Patience;
        (_seen, _since) = (row, clock.GetTimestamp());
        return false;
    }
}
