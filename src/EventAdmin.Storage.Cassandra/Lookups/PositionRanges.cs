namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>Positions that share a partition of a look-up: a partition has at most so many rows, however many events there are.</summary>
internal static class PositionRanges
{
    private const int Size = 32_768;

    /// <summary>The range of a position.</summary>
    public static long Of(long position) => position / Size;
}
