using System.Globalization;
using System.Text;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;
using EventAdmin.Torture.Faults;
using EventAdmin.Torture.PowerLoss;

namespace EventAdmin.Torture.Plans;

/// <summary>
/// A store is used under a log of every write and flush. From the log images are made of what a power failure may leave at any moment:
/// what was flushed, and of the rest any part, torn between sectors. Each image is opened by the store and must hold all that was told.
/// </summary>
internal sealed class PowerLossPlan : IPlan
{
    private const int ImagesOfOneRecording = 700;
    private const int Lanes = 2;

    public string Name => "power-loss";

    public string Description => "opens images of what a power failure may leave at any moment";

    public (int Short, int Long) Counts => (2000, 50_000);

    public async Task<string?> FindProblemAsync() => (await Tools.ShimAsync()).Problem;

    public async Task RunAsync(PlanRun run, CancellationToken cancellationToken)
    {
        run.Proof.Hold("refused");
        var random = new Random(run.Seed);
        for (var done = 0; done < run.Count; done += ImagesOfOneRecording)
        {
            var recording = await RecordAsync(run, random.Next(), cancellationToken);
            run.Proof.Count(Name, recording.LogUpTo(recording.Entries.Count).Appends, recording.Lines.Count(line => line.Line is ClientLine.Saw));
            var cuts = Enumerable.Range(0, Math.Min(ImagesOfOneRecording, run.Count - done)).Select(_ => new Cut(recording.ChooseMoment(random), random.Next()));
            var lanes = cuts.OrderBy(cut => cut.At).Select((cut, i) => (cut, i)).ToLookup(cut => cut.i % Lanes, cut => cut.cut);
            await Task.WhenAll(lanes.Select(lane => Task.Run(() => CheckAsync(run, recording, lane, cancellationToken), cancellationToken)));
        }

        run.Proof.RequireAtLeast("images", run.Proof.EpisodesOf("power loss"), run.Count);
    }

    // Two processes after each other, so that a start on what is there is recorded too.
    private static async Task<Recording> RecordAsync(PlanRun run, int seed, CancellationToken cancellationToken)
    {
        var (folder, log) = (run.NewFolder(), Path.Combine(run.NewFolder(), "writes.log"));
        var shim = await Tools.ShimAsync();
        foreach (var session in (int[])[0, 1])
        {
            var load = new StoreLoad(seed + session, Clients: 5, Tries: 24);
            var start = new ClientStart(Path.Combine(folder, TortureStore.FileName), load) { Environment = shim.EnvironmentFor(folder, log) };
            var ending = await ClientProcess.RunAsync(start, cancellationToken);
            if (!ending.IsClean)
                throw new InvalidOperationException($"Expected a recording, got {ending.ExitCode}: {ending.Errors}");
        }

        var recording = Recording.Of(LogEntry.ReadAll(log));
        run.Say(string.Create(CultureInfo.InvariantCulture, $"recorded {recording.Entries.Count} calls and lines, {recording.Entries.Count(entry => entry.Kind == LogKind.Flush)} flushes"));
        return recording;
    }

    private static async Task CheckAsync(PlanRun run, Recording recording, IEnumerable<Cut> cuts, CancellationToken cancellationToken)
    {
        var (disk, at) = (new Disk(), 0);
        foreach (var cut in cuts)
        {
            for (; at < cut.At; at++)
                disk.Apply(recording.Entries[at]);
            var folder = run.NewFolder();
            disk.Imagine(new Random(cut.Seed), folder);
            var path = Path.Combine(folder, TortureStore.FileName);
            var log = recording.LogUpTo(cut.At);
            var told = log.Appends.Count(attempt => attempt.Outcome is AttemptOutcome.Ok);
            var where = string.Create(CultureInfo.InvariantCulture, $"cut at {cut.At} of {recording.Entries.Count}, seed {cut.Seed} of {run.Seed}");
            // Asking again what was not known shows that the store goes on.
            var proving = await Prover.ProveAsync(path, log, settles: cut.Seed % 8 == 0, cancellationToken);
            run.Proof.Strike("power loss", told, where);
            if (proving.Refused is { } reason)
                run.Proof.Break("refused", $"{reason} ({where})");
            run.Proof.Break(proving.Violations, proving.History, where);
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Cut(int At, int Seed);

    /// <summary>A write log with the lines in it.</summary>
    private sealed record Recording(IReadOnlyList<LogEntry> Entries, IReadOnlyList<(int At, ClientLine Line)> Lines)
    {
        public static Recording Of(IReadOnlyList<LogEntry> entries)
        {
            var lines = new List<(int, ClientLine)>();
            for (var i = 0; i < entries.Count; i++)
            {
                if (entries[i].Kind == LogKind.Output)
                    lines.AddRange(Encoding.UTF8.GetString(entries[i].Data.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (i, ClientLine.Parse(line))));
            }

            return new Recording(entries, lines);
        }

        /// <summary>Any moment; every third time one at which a name or a size changes, of which there are few.</summary>
        public int ChooseMoment(Random random)
        {
            return random.Next(3) == 0 ? Math.Min(Rare[random.Next(Rare.Count)] + random.Next(3), Entries.Count) : random.Next(Entries.Count + 1);
        }

        private IReadOnlyList<int> Rare { get; } =
        [
            .. Enumerable.Range(0, Entries.Count).Where(i => Entries[i].Kind
                is LogKind.Create or LogKind.Rename or LogKind.Link or LogKind.Unlink or LogKind.Truncate or LogKind.FlushFolder),
        ];

        /// <summary>What the clients had asked and been told when the power went.</summary>
        public ClientLog LogUpTo(int at)
        {
            var log = new ClientLog();
            foreach (var (_, line) in Lines.TakeWhile(line => line.At < at))
                log.Add(line);
            return log;
        }
    }
}
