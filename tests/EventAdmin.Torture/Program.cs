using System.CommandLine;
using System.Globalization;
using EventAdmin.Torture.Clients;
using EventAdmin.Torture.Plans;
using EventAdmin.Torture.PlantedBugs;
using EventAdmin.Torture.Report;

namespace EventAdmin.Torture;

/// <summary>Runs plans by name; started by one of them, is the client process that it needs; started by the test platform, runs the tests.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["store-client", var path, var seed, var clients, var tries]:
                return await StoreClient.RunAsync(path, new StoreLoad(Number(seed), Number(clients), Number(tries)));
            case var _ when args.Contains("--server", StringComparer.Ordinal) || args.Contains("--internal-msbuild-node", StringComparer.Ordinal):
                return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
            default:
                return await DescribeVerbs().Parse(args).InvokeAsync();
        }
    }

    private static RootCommand DescribeVerbs()
    {
        var root = new RootCommand("Breaks stores on purpose and holds them to what they promise.");
        var isLong = new Option<bool>("--long") { Description = "as long as before a release" };
        var count = new Option<int?>("--count") { Description = "so many episodes, images or bits" };
        var seed = new Option<int?>("--seed") { Description = "decides everything but the timing" };
        var file = new Option<string>("--proof") { Description = "where the proof goes", DefaultValueFactory = _ => "proof.json" };
        foreach (var (name, description, plans) in PlanList.All.Select(plan => (plan.Name, plan.Description, (IReadOnlyList<IPlan>)[plan])).Append(("all", "every plan", PlanList.All)))
        {
            var verb = new Command(name, description) { isLong, count, seed, file };
            verb.SetAction((result, cancellationToken) => RunAsync(
                plans,
                new Proof(result.GetValue(seed) ?? Environment.TickCount, result.GetValue(isLong) ? "long" : "short"),
                new PlanLength(result.GetValue(isLong), result.GetValue(count)),
                result.GetValue(file)!,
                cancellationToken));
            root.Add(verb);
        }

        var planted = new Command("planted", "builds the product with bugs, and lets the plans find each of them") { seed, file };
        planted.SetAction((result, cancellationToken) => RunPlantedAsync(
            new Proof(result.GetValue(seed) ?? Environment.TickCount, "planted"), result.GetValue(file)!, cancellationToken));
        root.Add(planted);
        return root;
    }

    private static async Task<int> RunPlantedAsync(Proof proof, string file, CancellationToken cancellationToken)
    {
        await PlantedBuild.RunAsync(proof, Console.WriteLine, cancellationToken);
        await ProofFile.WriteAsync(proof, file, cancellationToken);
        Console.WriteLine(proof.Missed.Count == 0 ? "all caught" : $"missed: {string.Join(", ", proof.Missed)}");
        return proof.Missed.Count == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(IReadOnlyList<IPlan> plans, Proof proof, PlanLength length, string file, CancellationToken cancellationToken)
    {
        Console.WriteLine($"seed {proof.Seed}");
        foreach (var plan in plans)
            await PlanList.RunAsync(plan, proof, length, Console.WriteLine, cancellationToken);
        await ProofFile.WriteAsync(proof, file, cancellationToken);
        foreach (var evidence in proof.Evidence)
            Console.WriteLine(evidence);
        foreach (var vacuous in proof.Vacuous)
            Console.WriteLine($"vacuous: {vacuous}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{proof.Violations} broken, {proof.Vacuous.Count} vacuous, {proof.Skipped.Count} skipped"));
        return proof.Violations > 0 ? 1 : proof.Vacuous.Count > 0 ? 2 : 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
