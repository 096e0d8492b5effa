using CsCheck;
using EventAdmin.Testing.Histories;

namespace EventAdmin.Storage.Tests.Histories;

/// <summary>The checker works by slots, in one pass. A search through every order says what it has to find.</summary>
public sealed class Checking_small_histories
{
    private const int Histories = 50_000;

    [Fact]
    public void Finds_what_no_order_explains_and_nothing_else()
    {
        var (explained, refuted) = (0, 0);

        Gen.Int.Sample(
            seed =>
            {
                var history = SmallHistories.Make(seed);
                var violations = StreamChecker.Check(history);
                var isExplained = EveryOrder.Explains(history);
                Interlocked.Increment(ref isExplained ? ref explained : ref refuted);
                Assert.True(isExplained == (violations.Count == 0), $"Seed {seed}: explained {isExplained}, found {string.Join("; ", violations)}.");
            },
            iter: Histories);

        TestContext.Current.TestOutputHelper!.WriteLine($"{explained} explained, {refuted} refuted");
        Assert.True(explained > Histories / 10, $"Only {explained} of the histories are true.");
        Assert.True(refuted > Histories / 10, $"Only {refuted} of the histories are false.");
    }
}
