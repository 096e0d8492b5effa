using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;

namespace EventAdmin.Torture.Report;

/// <summary>What a run proved and what it found, as it goes into <c>proof.json</c>. Thread-safe.</summary>
internal sealed class Proof(int seed, string kind)
{
    /// <summary>Where histories of broken promises are kept, beside the proof.</summary>
    public const string HistoriesFolder = "torture-histories";

    private const int HistoriesMax = 5;
    private static readonly string[] Checks = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "B"];
    private const int EvidenceMax = 50;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly ConcurrentDictionary<string, int> _violations = new(Checks.Select(check => KeyValuePair.Create(check, 0)), StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _evidence = new();
    private readonly ConcurrentDictionary<string, OperationCounts> _workloads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FaultCounts> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _skipped = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _vacuous = new();
    private readonly ConcurrentDictionary<string, string> _planted = new(StringComparer.Ordinal);
    private int _histories;
    private int _resolvedYes;
    private int _resolvedNo;

    public int Seed => seed;

    /// <summary>How many promises were broken.</summary>
    public int Violations => _violations.Values.Sum();

    public IReadOnlyCollection<string> Vacuous => _vacuous;

    public IReadOnlyDictionary<string, string> Skipped => _skipped;

    /// <summary>The first broken promises, in words.</summary>
    public IReadOnlyCollection<string> Evidence => _evidence;

    public IReadOnlyDictionary<string, int> ByCheck => _violations;

    public void Break(string check, string evidence)
    {
        _violations.AddOrUpdate(check, 1, (_, count) => count + 1);
        if (_evidence.Count < EvidenceMax)
            _evidence.Enqueue($"{check}: {evidence}");
    }

    public void Break(IReadOnlyList<Violation> violations, History history, string where)
    {
        if (violations.Count == 0)
            return;
        if (Interlocked.Increment(ref _histories) <= HistoriesMax)
            where += $", history {HistoryFile.Write(history, HistoriesFolder)}";
        foreach (var violation in violations)
            Break(violation.Check, $"{violation.Stream}: {violation.Evidence} ({where})");
    }

    /// <summary>A check of a plan's own, which stands in the proof though it was never broken.</summary>
    public void Hold(string check) => _violations.TryAdd(check, 0);

    public void Count(string workload, IEnumerable<AppendAttempt> attempts, int reads) =>
        _workloads.GetOrAdd(workload, _ => new OperationCounts()).Add(attempts, reads);

    public OperationCounts CountsOf(string workload) => _workloads.GetOrAdd(workload, _ => new OperationCounts());

    /// <summary>A fault that did something; one without evidence does not count.</summary>
    public void Strike(string fault, int operationsDuring, string evidence) =>
        _faults.GetOrAdd(fault, _ => new FaultCounts()).Add(operationsDuring, evidence);

    public int EpisodesOf(string fault) => _faults.TryGetValue(fault, out var counts) ? counts.Episodes : 0;

    /// <summary>Appends of which nobody knew, and then it was known whether they had been stored.</summary>
    public void Settle(Proving proving)
    {
        Interlocked.Add(ref _resolvedYes, proving.FoundStored);
        Interlocked.Add(ref _resolvedNo, proving.Settled - proving.FoundStored);
    }

    /// <summary>A planted bug, and the check that caught it; null when none did.</summary>
    public void Plant(string bug, string? caughtBy) => _planted[bug] = caughtBy ?? "";

    /// <summary>Planted bugs that were not caught.</summary>
    public IReadOnlyList<string> Missed => [.. _planted.Where(bug => bug.Value.Length == 0).Select(bug => bug.Key).Order(StringComparer.Ordinal)];

    public void Figure(string name, double value) => _figures[name] = Math.Round(value, 3);

    public void Skip(string what, string why) => _skipped[what] = why;

    /// <summary>Says that a run proved less than it claims.</summary>
    public void RequireAtLeast(string what, double found, double least)
    {
        if (found < least)
            _vacuous.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{what}: {found:0.###}, at least {least:0.###} were needed"));
    }

    /// <summary>The proof as it is written down.</summary>
    public object ToJson(string commit, string store) => new
    {
        schema = 1,
        commit,
        seed,
        kind,
        started = _startedAt,
        seconds = Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1),
        machine = new
        {
            cores = Environment.ProcessorCount,
            memMiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
            kernel = Environment.OSVersion.VersionString,
        },
        store = new { kind = "sqlite", version = store, nodes = 1, dcs = 1 },
        workloads = _workloads.OrderBy(workload => workload.Key, StringComparer.Ordinal)
            .Select(workload => new { name = workload.Key, workload.Value.Ok, workload.Value.Conflict, workload.Value.Fail, info = workload.Value.Unknown, workload.Value.Reads }),
        faults = _faults.OrderBy(fault => fault.Key, StringComparer.Ordinal)
            .Select(fault => new { name = fault.Key, fault.Value.Episodes, opsDuring = fault.Value.Operations, fault.Value.Evidence }),
        unknown = new { seen = _resolvedYes + _resolvedNo, resolvedYes = _resolvedYes, resolvedNo = _resolvedNo, open = 0 },
        violations = new SortedDictionary<string, int>(_violations, StringComparer.Ordinal),
        evidence = _evidence,
        figures = new SortedDictionary<string, double>(_figures, StringComparer.Ordinal),
        vacuous = _vacuous,
        planted = new { caught = _planted.Count - Missed.Count, of = _planted.Count, by = new SortedDictionary<string, string>(_planted, StringComparer.Ordinal) },
        skipped = _skipped.Select(skipped => new { what = skipped.Key, why = skipped.Value }),
    };
}
