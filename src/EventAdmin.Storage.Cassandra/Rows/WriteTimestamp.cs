namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>
/// Write timestamps of the log and of events: made of the owner's epoch and of a number of the log, never of a clock, so that a late write
/// of a former owner covers nothing newer.
/// </summary>
internal static class WriteTimestamp
{
    private const int NumberBits = 43;
    private const int EpochMax = (1 << (63 - NumberBits)) - 1;

    /// <summary>The timestamp of what an owner writes for a number.</summary>
    public static long Of(int epoch, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epoch, EpochMax);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, 1L << NumberBits);
        return ((long)epoch << NumberBits) + number;
    }
}
