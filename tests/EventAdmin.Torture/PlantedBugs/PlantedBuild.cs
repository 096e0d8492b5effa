using System.Diagnostics;
using System.Text.Json;
using EventAdmin.Torture.Plans;
using EventAdmin.Torture.Report;

namespace EventAdmin.Torture.PlantedBugs;

/// <summary>Builds the product once more with its planted bugs, and lets the plan of each find it.</summary>
internal static class PlantedBuild
{
    // Few episodes are enough: a plan that needs many to find such a bug would find no real one.
    private static readonly IReadOnlyList<PlantedCase> Cases =
    [
        new(PlantedBug.P1, new CrashPlan(), Count: 12, "A4"),
        new(PlantedBug.P2, new PowerLossPlan(), Count: 80, "A4"),
        new(PlantedBug.P3, new PowerLossPlan(), Count: 150, "refused"),
        new(PlantedBug.P4, new BitFlipPlan(), Count: 200, BitFlipPlan.SilentTruncation),
        new(PlantedBug.P5, new BitFlipPlan(), Count: 120, BitFlipPlan.WrongBytes),
        new(PlantedBug.P6, FaultPlan.FailedFlush, Count: 8, FaultPlan.EarlyAcknowledgement),
        new(PlantedBug.P7, new ContendPlan(), Count: 2_000, "A7"),
        new(PlantedBug.P8, new IdempotentPlan(), Count: 200, "A2"),
    ];

    /// <summary>Why it can't be built here; null when it can.</summary>
    public static string? FindProblem() => FindProject() is null ? "the sources are not here" : null;

    public static async Task RunAsync(Proof proof, Action<string> say, CancellationToken cancellationToken)
    {
        var project = FindProject() ?? throw new InvalidOperationException("Expected the sources beside the program.");
        await RunAsync(["build", project, "-p:PlantedBugs=true", "-p:RunAnalyzers=false", "-v", "quiet", "--nologo"], bug: null, cancellationToken);
        var program = Path.Combine(project, "bin", "planted", "Debug", "net10.0", "EventAdmin.Torture.dll");
        foreach (var planted in Cases)
        {
            if (await planted.Plan.FindProblemAsync() is { } problem)
            {
                proof.Skip($"planted {planted.Bug}", problem);
                continue;
            }

            var file = Path.GetTempFileName();
            string[] words = ["exec", program, planted.Plan.Name, "--count", $"{planted.Count}", "--seed", $"{proof.Seed}", "--proof", file];
            await RunAsync(words, planted.Bug, cancellationToken);
            var found = ReadViolations(await File.ReadAllBytesAsync(file, cancellationToken));
            File.Delete(file);
            proof.Plant(planted.Bug.ToString(), found.GetValueOrDefault(planted.Check) > 0 ? planted.Check : null);
            say($"{planted.Bug} by {planted.Plan.Name}: {string.Join(", ", found.Where(check => check.Value > 0).Select(check => $"{check.Key} {check.Value}"))}");
        }
    }

    private static string? FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventAdmin.sln")))
                return Path.Combine(folder.FullName, "tests", "EventAdmin.Torture");
        }

        return null;
    }

    private static async Task RunAsync(string[] arguments, PlantedBug? bug, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var folder = Directory.CreateTempSubdirectory("eventadmin-planted-");
        // What it finds, it keeps in its working folder: here that is of no use to anybody.
        start.WorkingDirectory = folder.FullName;
        if (bug is not null)
            start.Environment["EVENTADMIN_PLANTED_BUG"] = bug.ToString();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Expected dotnet to start.");
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        folder.Delete(recursive: true);
        // With a bug it ends with 1, as it must: something is broken. What it found stands in its proof.
        if (bug is null && process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {arguments[0]} ended with {process.ExitCode}: {output}{await errors}");
    }

    private static Dictionary<string, int> ReadViolations(byte[] proof) =>
        JsonDocument.Parse(proof).RootElement.GetProperty("violations").Deserialize<Dictionary<string, int>>() ?? [];

    private sealed record PlantedCase(PlantedBug Bug, IPlan Plan, int Count, string Check);
}
