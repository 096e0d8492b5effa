using System.Globalization;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;
using EventAdmin.Torture.Faults;

namespace EventAdmin.Torture.Plans;

/// <summary>
/// The store's process is killed as it enters the n-th call that changes a file, is started again and must have lost nothing; what was not
/// known is settled by asking again.
/// </summary>
internal sealed class CrashPlan : IPlan
{
    private const int Lanes = 2;
    private const int CrashesOfOneStore = 12;
    private const int TriesMin = 15;
    private const int TriesMax = 50;
    private static readonly StoreLoad Load = new(Seed: 0, Clients: 6, Tries: 0);

    // The calls that a store makes, and about how often one thread makes each: strace counts by thread. The usual ones more often.
    private static readonly (string Call, int Often)[] Calls =
    [
        ("pwrite64", 12), ("pwrite64", 90), ("pwrite64", 300), ("fsync", 3), ("fsync", 12), ("fsync", 30), ("ftruncate", 3), ("rename", 2),
    ];

    public string Name => "crash";

    public string Description => "kills the store's process at the n-th write, flush, cut, rename or removal of a file";

    public (int Short, int Long) Counts => (150, 1500);

    public Task<string?> FindProblemAsync() => Tools.FindStraceProblemAsync();

    public async Task RunAsync(PlanRun run, CancellationToken cancellationToken)
    {
        var left = run.Count;
        run.Proof.Hold("refused");
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            var random = new Random(HashCode.Combine(run.Seed, lane));
            while (Volatile.Read(ref left) > 0)
            {
                var (path, log) = (Path.Combine(run.NewFolder(), TortureStore.FileName), new ClientLog());
                for (var crash = 0; crash < CrashesOfOneStore && Volatile.Read(ref left) > 0; crash++)
                {
                    var crashing = await CrashAsync(run, new CrashingStore(path, log, random), cancellationToken);
                    if (crashing.IsKilled)
                        Interlocked.Decrement(ref left);
                    if (!crashing.IsSound)
                        break;
                }
            }
        }));
        run.Proof.RequireAtLeast("crash points", run.Proof.EpisodesOf("kill -9"), run.Count);
        run.Proof.RequireAtLeast("appends acknowledged before a crash", run.Proof.CountsOf(Name).Ok, 200);
    }

    private async Task<(bool IsKilled, bool IsSound)> CrashAsync(PlanRun run, CrashingStore store, CancellationToken cancellationToken)
    {
        // Only where there is nothing yet is a file removed: the journal in which the database is begun.
        var (call, often) = !File.Exists(store.Path) && store.Random.Next(3) == 0 ? ("unlink", 1) : Calls[store.Random.Next(Calls.Length)];
        var when = 1 + store.Random.Next(often);
        var load = Load with { Seed = store.Random.Next(), Tries = store.Random.Next(TriesMin, TriesMax) };
        var ending = await ClientProcess.RunAsync(new ClientStart(store.Path, load) { Wrapper = Wrap(store.Path, call, when) }, cancellationToken);
        foreach (var line in ending.Lines)
            store.Log.Add(line);
        store.Log.EndProcess();
        var where = string.Create(CultureInfo.InvariantCulture, $"{call} {when}, seed {run.Seed}");
        if (ending.Lines.FirstOrDefault(line => line is ClientLine.Unusable) is ClientLine.Unusable unusable)
            run.Proof.Break("refused", $"{unusable.Reason} ({where})");
        if (!ending.IsClean)
            run.Proof.Strike("kill -9", ending.Lines.Count(line => line is ClientLine.Told), where);
        var proving = await Prover.ProveAsync(store.Path, store.Log, settles: true, cancellationToken);
        run.Proof.Count(Name, store.Log.TakeNew(), ending.Lines.Count(line => line is ClientLine.Saw));
        run.Proof.Settle(proving);
        if (proving.Refused is { } reason)
            run.Proof.Break("refused", $"{reason} ({where})");
        run.Proof.Break(proving.Violations, proving.History, where);
        run.Say($"{where}: {(ending.IsClean ? "ended" : "killed")} after {ending.Lines.Count} lines, {proving.Settled} settled, {(proving.Refused ?? $"{proving.Violations.Count} broken")}");
        return (!ending.IsClean, proving.Refused is null && proving.Violations.Count == 0);
    }

    private static string[] Wrap(string path, string call, int when)
    {
        string[] files = ["", "-journal", "-wal", ".heads", ".heads.next", ".heads.previous"];
        // Without --seccomp-bpf: with it strace 6.1 sends the signal at the first call or never.
        return
        [
            "strace", "-f", "-qq", "-o", "/dev/null", .. files.SelectMany(suffix => new[] { "-P", path + suffix }),
            "-e", $"trace={call}", "-e", string.Create(CultureInfo.InvariantCulture, $"inject={call}:signal=SIGKILL:when={when}"),
        ];
    }

    private sealed record CrashingStore(string Path, ClientLog Log, Random Random);
}
