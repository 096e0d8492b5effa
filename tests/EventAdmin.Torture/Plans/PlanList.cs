using System.Diagnostics;
using System.Globalization;
using EventAdmin.Torture.Report;

namespace EventAdmin.Torture.Plans;

/// <summary>The plans, and how one is run.</summary>
internal static class PlanList
{
    public static readonly IReadOnlyList<IPlan> All = [new CrashPlan(), new PowerLossPlan(), new BitFlipPlan(), FaultPlan.FullDisk, FaultPlan.FailedFlush, new ContendPlan(), new IdempotentPlan()];

    public static async Task RunAsync(IPlan plan, Proof proof, PlanLength length, Action<string> say, CancellationToken cancellationToken)
    {
        if (await plan.FindProblemAsync() is { } problem)
        {
            proof.Skip(plan.Name, problem);
            say($"{plan.Name} skipped: {problem}");
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var count = length.Count ?? (length.IsLong ? plan.Counts.Long : plan.Counts.Short);
        using var run = new PlanRun(proof, count, say);
        await plan.RunAsync(run, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        proof.Figure($"{plan.Name} seconds", seconds);
        say(string.Create(CultureInfo.InvariantCulture, $"{plan.Name}: {count} in {seconds:0.0} s"));
    }
}

/// <summary>How long a plan runs: as in CI, as before a release, or so many episodes.</summary>
internal sealed record PlanLength(bool IsLong, int? Count);
