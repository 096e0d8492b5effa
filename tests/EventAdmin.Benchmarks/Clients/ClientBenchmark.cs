using System.Net;
using EventAdmin.Testing.Canned;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>
/// The CQL client against a canned node in a process of its own; where the official driver is part of the build, both take turns, slice by
/// slice, and each goes first every other time.
/// </summary>
internal static class ClientBenchmark
{
    private static readonly TimeSpan SliceTime = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SteadyTime = TimeSpan.FromSeconds(60);
    private const int SlicesOfRound = 4;
    private const int WarmUpRounds = 2;
    private static readonly int[] InFlight = [1, 16, 64, 256, 512];

    /// <summary>Measures everything and says which goals are met.</summary>
    /// <param name="rounds">How many; of each four slices count.</param>
    /// <param name="only">The one work that is measured, without goals; null for everything.</param>
    /// <returns>Whether all of them are.</returns>
    public static async Task<bool> RunAsync(int rounds, Work? only)
    {
        using var node = await ChildNode.StartAsync();
        await using var ours = await CqlClientUnderTest.ConnectAsync(node.Address);
        await using var theirs = await ConnectOfficialAsync(node.Address);
        var ofOurs = new ClientFigures();
        var ofTheirs = new ClientFigures();

        Console.WriteLine($"{"",-24}{"",-9}{"rate",11}  {"processor",10} {"allocated",11} {"p50",8} {"p99",8}   gen2");
        foreach (var work in only is null ? Enum.GetValues<Work>() : [only.Value])
        {
            foreach (var inFlight in InFlight)
            {
                await MeasureAsync(ours, theirs, work, inFlight, rounds, ofOurs, ofTheirs);
                Print(ours, work, inFlight, ofOurs);
                if (theirs is null)
                    continue;
                Print(theirs, work, inFlight, ofTheirs);
                Console.WriteLine($"{"",-24}processor time to ours: {ofOurs.RatioTo(ofTheirs, work, inFlight):F2}");
            }
        }

        if (only is not null)
            return true;
        var steady = await Load.RunAsync(ours, Work.Write, inFlight: 64, SteadyTime);
        Console.WriteLine($"{SteadyTime.TotalSeconds:0} s of writes, 64 in flight: {steady}");
        await using var onOwnThreads = await CqlClientUnderTest.ConnectAsync(node.Address, hasThreadsOfItsOwn: true);
        var starved = await StarvedPool.RunAsync(ours);
        var starvedOnOwnThreads = await StarvedPool.RunAsync(onOwnThreads);
        Console.WriteLine($"200 pool threads blocked: {starved}; with DedicatedIoThreads: {starvedOnOwnThreads}");
        var goals = ClientGoals.Of(ofOurs, steady)
            .Concat(ClientGoals.OfStarvedPool(starved, starvedOnOwnThreads))
            .Concat(theirs is null ? [] : ClientGoals.BesideOfficial(ofOurs, ofTheirs))
            .ToList();
        foreach (var goal in goals)
            Console.WriteLine(goal);
        return goals.TrueForAll(goal => goal.IsMet);
    }

    private static async Task MeasureAsync(
        IMeasuredClient ours, IMeasuredClient? theirs, Work work, int inFlight, int rounds, ClientFigures ofOurs, ClientFigures ofTheirs)
    {
        // Both are compiled anew while they run, until they are as fast as they get.
        for (var slice = -WarmUpRounds * SlicesOfRound; slice < rounds * SlicesOfRound; slice++)
        {
            var turns = new List<(IMeasuredClient Client, ClientFigures Figures)> { (ours, ofOurs) };
            if (theirs is not null)
                turns.Insert(slice & 1, (theirs, ofTheirs));
            foreach (var (client, figures) in turns)
            {
                var took = await Load.RunAsync(client, work, inFlight, SliceTime);
                if (slice >= 0)
                    figures.Add(work, inFlight, took);
            }
        }
    }

    private static void Print(IMeasuredClient client, Work work, int inFlight, ClientFigures figures) =>
        Console.WriteLine($"{$"{work}, {inFlight} in flight",-24}{client.Name,-9}{figures[work, inFlight]}");

#if CASSANDRA_DRIVER_OFFICIAL
    private static async Task<IMeasuredClient?> ConnectOfficialAsync(IPEndPoint address) => await OfficialClient.ConnectAsync(address);
#else
    private static Task<IMeasuredClient?> ConnectOfficialAsync(IPEndPoint address) => Task.FromResult<IMeasuredClient?>(null);
#endif
}
