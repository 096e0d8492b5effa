using System.Numerics;

namespace EventAdmin.Storage.Cassandra.Snapshots;

/// <summary>Which snapshots of a stream are kept: the newest, and behind it ever fewer, so that a moment of any age is near to one.</summary>
internal static class SnapshotLadder
{
    /// <summary>
    /// The versions that may go: of those as far behind the newest as between two powers of two, all but the oldest. Their number grows with
    /// the logarithm of the stream.
    /// </summary>
    /// <param name="versions">The versions that there are, newest first.</param>
    public static IReadOnlyList<long> Surplus(IReadOnlyList<long> versions)
    {
        var surplus = new List<long>();
        for (var i = 1; i + 1 < versions.Count; i++)
        {
            if (StepOf(versions[0] - versions[i]) == StepOf(versions[0] - versions[i + 1]))
                surplus.Add(versions[i]);
        }

        return surplus;
    }

    private static int StepOf(long behind) => BitOperations.Log2((ulong)behind);
}
