using EventAdmin.Torture.Plans;
using EventAdmin.Torture.Report;

namespace EventAdmin.Torture;

/// <summary>Every plan at the length of CI. The long lengths are verbs of this program: <c>docs/torture.md</c>.</summary>
public sealed class Torturing_a_SQLite_store
{
    public static TheoryData<string> Plans => [.. PlanList.All.Select(plan => plan.Name)];

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Breaks_no_promise(string name)
    {
        var plan = PlanList.All.Single(plan => plan.Name == name);
        var proof = new Proof(Environment.TickCount, "short");
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"seed {proof.Seed}");

        await PlanList.RunAsync(plan, proof, new PlanLength(IsLong: false, Count: null), output.WriteLine, TestContext.Current.CancellationToken);

        Assert.SkipWhen(proof.Skipped.Count > 0, string.Join("; ", proof.Skipped.Values));
        Assert.Empty(proof.Evidence);
        Assert.Empty(proof.Vacuous);
    }
}
