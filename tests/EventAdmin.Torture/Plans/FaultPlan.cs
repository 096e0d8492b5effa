using System.Globalization;
using System.Text;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;
using EventAdmin.Torture.Faults;
using EventAdmin.Torture.PowerLoss;

namespace EventAdmin.Torture.Plans;

/// <summary>
/// The n-th call that the store's process makes is failed by the system. What clients are told must be true, nothing acknowledged may be
/// lost, and after a failed flush nothing is acknowledged before the files were closed, opened and verified again, or ever.
/// </summary>
internal sealed class FaultPlan(FaultKind kind) : IPlan
{
    public const string EarlyAcknowledgement = "acknowledged before verification";
    public const string StaysFull = "did not resume";
    public const string UnknownOnFullDisk = "unknown on a full disk";

    private const int Lanes = 2;

    public static FaultPlan FullDisk { get; } = new(new FaultKind(
        "full-disk", "lets the system say that there is no space", Errno: 28, [("write", 60), ("write", 200), ("write", 200)], [1, 2]));

    public static FaultPlan FailedFlush { get; } = new(new FaultKind(
        "failing-disk", "lets flushes, writes and cuts fail", Errno: 5, [("sync", 30), ("sync", 110), ("sync", 110), ("write", 500), ("truncate", 6)], [1, 1, 3, 1_000_000]));

    public string Name => kind.Name;

    public string Description => kind.Description;

    public (int Short, int Long) Counts => (40, 400);

    private bool IsFullDisk => kind.Errno == 28;

    public async Task<string?> FindProblemAsync() => (await Tools.ShimAsync()).Problem;

    public async Task RunAsync(PlanRun run, CancellationToken cancellationToken)
    {
        foreach (var check in (string[])["refused", .. IsFullDisk ? (string[])[StaysFull, UnknownOnFullDisk] : [EarlyAcknowledgement]])
            run.Proof.Hold(check);
        var left = run.Count;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            var random = new Random(HashCode.Combine(run.Seed, lane, kind.Name));
            while (Volatile.Read(ref left) > 0)
            {
                if (await StrikeAsync(run, random, cancellationToken))
                    Interlocked.Decrement(ref left);
            }
        }));
        run.Proof.RequireAtLeast(kind.Name, run.Proof.EpisodesOf(kind.Name), run.Count);
        if (!IsFullDisk)
            run.Proof.RequireAtLeast("appends of which nobody knew", run.Proof.CountsOf(Name).Unknown, Math.Min(20, run.Count));
    }

    private async Task<bool> StrikeAsync(PlanRun run, Random random, CancellationToken cancellationToken)
    {
        var (folder, writes) = (run.NewFolder(), Path.Combine(run.NewFolder(), "writes.log"));
        var path = Path.Combine(folder, TortureStore.FileName);
        var (call, often) = kind.Calls[random.Next(kind.Calls.Count)];
        var fault = string.Create(
            CultureInfo.InvariantCulture, $"{call}:{kind.Errno}:{1 + random.Next(often)}:{kind.Lengths[random.Next(kind.Lengths.Count)]}");
        var start = new ClientStart(path, new StoreLoad(random.Next(), Clients: 8, Tries: 25)) { Environment = (await Tools.ShimAsync()).EnvironmentFor(folder, writes, fault) };
        var ending = await ClientProcess.RunAsync(start, cancellationToken);
        var (where, entries, log) = ($"{fault}, seed {run.Seed}", LogEntry.ReadAll(writes), new ClientLog());
        foreach (var line in ending.Lines)
            log.Add(line);
        var failed = entries.Count(entry => entry.IsFailed);
        run.Proof.Count(Name, log.TakeNew(), log.Reads.Count);
        if (failed > 0)
            run.Proof.Strike(kind.Name, ending.Lines.Count(line => line is ClientLine.Told), string.Create(CultureInfo.InvariantCulture, $"{fault}: {failed} calls failed"));
        Judge(run, ending, entries, where);
        var proving = await Prover.ProveAsync(path, log, settles: true, cancellationToken);
        run.Proof.Settle(proving);
        if (proving.Refused is { } reason)
            run.Proof.Break("refused", $"{reason} ({where})");
        run.Proof.Break(proving.Violations, proving.History, where);
        var health = ending.Lines.OfType<ClientLine.Health>().Select(line => line.State);
        run.Say(string.Create(
            CultureInfo.InvariantCulture, $"{fault}: {failed} failed, {log.Appends.Count} appends, {proving.Settled} settled, {string.Join(", ", health)}"));
        Directory.Delete(folder, recursive: true);
        return failed > 0;
    }

    private void Judge(PlanRun run, ClientEnding ending, IReadOnlyList<LogEntry> entries, string where)
    {
        if (!ending.IsClean && ending.Lines.All(line => line is not ClientLine.Unusable))
            run.Proof.Break("refused", $"the process ended with {ending.ExitCode}: {ending.Errors} ({where})");
        if (!IsFullDisk)
        {
            foreach (var early in FindEarlyAcknowledgements(entries))
                run.Proof.Break(EarlyAcknowledgement, $"{early} ({where})");
            return;
        }

        if (ending.Lines.OfType<ClientLine.Told>().Any(told => told.Outcome is AttemptOutcome.Unknown))
            run.Proof.Break(UnknownOnFullDisk, where);
        if (ending.Lines.OfType<ClientLine.Health>().LastOrDefault()?.State is "full" or "degraded")
            run.Proof.Break(StaysFull, where);
    }

    // The index of SQLite's log is removed when all is closed and opened anew; a flush that succeeds after that is one of the verification.
    // What was asked before the flush failed may be told after it: its group was on the disk by then.
    private static IEnumerable<string> FindEarlyAcknowledgements(IReadOnlyList<LogEntry> entries)
    {
        var (isDistrusted, isReopened) = (false, false);
        var asked = new Dictionary<int, bool>();
        foreach (var entry in entries)
        {
            if (entry is { Kind: LogKind.Flush, IsFailed: true })
                (isDistrusted, isReopened) = (true, false);
            else if (entry.Kind == LogKind.Unlink && entry.Names[0].EndsWith("-shm", StringComparison.Ordinal))
                isReopened = true;
            else if (entry.Kind == LogKind.Flush && isReopened)
                isDistrusted = false;
            if (entry.Kind != LogKind.Output)
                continue;
            foreach (var line in Encoding.UTF8.GetString(entry.Data.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ClientLine.Parse))
            {
                if (line is ClientLine.Asked ask)
                    asked[ask.Client] = isDistrusted;
                else if (line is ClientLine.Told { Outcome: AttemptOutcome.Ok } told && isDistrusted && asked[told.Client])
                    yield return $"client {told.Client} at {told.At}";
            }
        }
    }
}

/// <summary>How the system fails.</summary>
/// <param name="Name">The plan's name.</param>
/// <param name="Description">For people.</param>
/// <param name="Errno">What it says.</param>
/// <param name="Calls">Calls that it fails, and up to the how many-th.</param>
/// <param name="Lengths">How many in a row.</param>
internal sealed record FaultKind(string Name, string Description, int Errno, IReadOnlyList<(string Call, int Often)> Calls, IReadOnlyList<int> Lengths);
