using CsCheck;
using EventAdmin.Storage.Cassandra.Owning;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>
/// Owners of a shard that depose each other at random, over tables that lose, delay and double what they are sent. With all rules no promise is
/// broken; without any one of them some are. EVENTADMIN_SCHEDULES says how many schedules are run.
/// </summary>
public sealed class Owning_a_shard
{
    private const int WithoutARule = 3000;

    private static readonly int Schedules =
        int.TryParse(Environment.GetEnvironmentVariable("EVENTADMIN_SCHEDULES"), System.Globalization.CultureInfo.InvariantCulture, out var asked) ? asked : 5000;

    private static readonly Dictionary<string, OwnerRules> Rules = new()
    {
        ["answers leave before the marker"] = new() { AnswersAfterTheMarker = false },
        ["the marker does not need its epoch"] = new() { MarkerNeedsTheEpoch = false },
        ["the marker does not need its place"] = new() { MarkerNeedsItsPlace = false },
        ["a claim replaces what it did not read"] = new() { ClaimReplacesWhatItRead = false },
        ["conflicts leave without a fence"] = new() { ConflictsAreFenced = false },
        ["any epoch's frame is taken"] = new() { ReignsDecide = false },
        ["streams are written before the marker"] = new() { StreamsFollowTheMarker = false },
        ["a new owner does not index"] = new() { TakeOverIndexes = false },
        ["what expects nothing exactly is not looked up"] = new() { LooksUpInexact = false },
        ["conflicts are not looked up"] = new() { LooksUpConflicts = false },
        ["unindexed groups are forgotten"] = new() { RemembersUnindexed = false },
        ["answers leave out of order"] = new() { AnswersInOrder = false },
        ["an unknown marker is called a failure"] = new() { SettlesUnknownMarkers = false },
        ["the marker runs ahead of the streams"] = new() { IndexedIsInItsStreams = false },
    };

    public static readonly TheoryData<string> Removed = [.. Rules.Keys];

    [Fact]
    public void With_every_rule_no_promise_is_broken()
    {
        Gen.Int[0, int.MaxValue].Sample(
            seed => Schedule.Run(seed, OwnerRules.All), writeLine: TestContext.Current.TestOutputHelper!.WriteLine, iter: Schedules, threads: Environment.ProcessorCount);
    }

    [Theory]
    [MemberData(nameof(Removed))]
    public void Without_a_rule_one_is(string rule)
    {
        var broken = Enumerable.Range(0, WithoutARule).FirstOrDefault(seed => Breaks(seed, Rules[rule]), -1);

        Assert.True(broken >= 0, $"Nothing was broken in {WithoutARule} schedules in which {rule}.");
        TestContext.Current.TestOutputHelper!.WriteLine($"Where {rule}, schedule {broken} breaks a promise.");
    }

    private static bool Breaks(int seed, OwnerRules rules)
    {
        try
        {
            Schedule.Run(seed, rules);
            return false;
        }
        catch (BrokenPromiseException)
        {
            return true;
        }
    }
}
