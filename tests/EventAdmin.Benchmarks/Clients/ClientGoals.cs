namespace EventAdmin.Benchmarks.Clients;

/// <summary>What the CQL client must reach.</summary>
internal static class ClientGoals
{
    private static readonly Work[] SmallWork = [Work.Write, Work.ReadOne, Work.Claim];

    /// <summary>Goals that any machine can judge.</summary>
    public static IEnumerable<Goal> Of(ClientFigures ours, Slice steady)
    {
        yield return Goal.AtMost(600, "bytes allocated for a write, 64 in flight", ours[Work.Write, 64].Bytes);
        yield return Goal.AtMost(900, "bytes allocated for a read of one row, 64 in flight", ours[Work.ReadOne, 64].Bytes);
        foreach (var work in SmallWork)
            yield return Goal.AtMost(1.5, $"{work}, processor time at 512 in flight to that at 64", ours.CostOf(work, 512) / ours.CostOf(work, 64));
        yield return Goal.AtMost(1, "gen-2 collections in a minute of writes", steady.Gen2Collections);
    }

    /// <summary>Goals for the time in which no pool thread is free.</summary>
    public static IEnumerable<Goal> OfStarvedPool(StarvedPoolFigures usual, StarvedPoolFigures onOwnThreads)
    {
        yield return Goal.AtMost(50, "200 pool threads blocked, milliseconds by which a timeout is off", usual.OffMax);
        yield return Goal.AtMost(50, "the same with DedicatedIoThreads", onOwnThreads.OffMax);
        yield return Goal.AtLeast(1000, "200 pool threads blocked, answers a second with DedicatedIoThreads", onOwnThreads.AnswersPerSecond);
    }

    /// <summary>Goals as ratios to the official driver, measured in turn with it.</summary>
    public static IEnumerable<Goal> BesideOfficial(ClientFigures ours, ClientFigures theirs)
    {
        foreach (var work in SmallWork)
            yield return Goal.AtLeast(4, $"{work}, operations per processor second to the official driver's, 64 in flight", ours.RatioTo(theirs, work, 64));
        yield return Goal.AtLeast(2.5, "ReadPage, the same, 16 in flight", ours.RatioTo(theirs, Work.ReadPage, 16));
        foreach (var work in SmallWork)
        {
            yield return Goal.AtLeast(1.2, $"{work}, the same, 1 in flight", ours.RatioTo(theirs, work, 1));
            yield return Goal.AtMost(1, $"{work}, p50 to the official driver's, 1 in flight", ours[work, 1].MedianMicroseconds / theirs[work, 1].MedianMicroseconds);
            yield return Goal.AtMost(0.333, $"{work}, p99 to the official driver's, 256 in flight", ours[work, 256].P99Microseconds / theirs[work, 256].P99Microseconds);
        }
    }
}
