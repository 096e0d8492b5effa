namespace EventAdmin.Storage.Cassandra.Leases;

/// <summary>
/// The write timestamps of what is written under a lease: those of a later holder are always higher, and those of one holder rise. No clock
/// has a part in them. Thread-safe.
/// </summary>
/// <param name="epoch">The lease's epoch.</param>
internal sealed class EpochTimestamps(int epoch)
{
    private const int CounterBits = 40;

    private long _last = (long)epoch << CounterBits;

    /// <summary>The next one.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
