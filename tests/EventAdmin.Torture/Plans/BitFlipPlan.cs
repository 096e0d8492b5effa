using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Maintenance;
using EventAdmin.Testing.Histories;
using EventAdmin.Torture.Clients;

namespace EventAdmin.Torture.Plans;

/// <summary>
/// One bit of a store's files is flipped, in the database, its log or the head file. Every read then either shows what was written or says
/// that something is damaged; nothing is missing without a word.
/// </summary>
internal sealed class BitFlipPlan : IPlan
{
    private const int Lanes = 2;
    private const int FlipsOfOneStore = 250;
    private const int PageEvents = 50;

    public string Name => "bit-flip";

    public string Description => "flips a bit in the database, its log or the head file";

    public (int Short, int Long) Counts => (500, 10_000);

    public Task<string?> FindProblemAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(PlanRun run, CancellationToken cancellationToken)
    {
        run.Proof.Hold(WrongBytes);
        run.Proof.Hold(SilentTruncation);
        run.Proof.Hold(Unfound);
        run.Proof.Hold(UnnamedError);
        var random = new Random(run.Seed);
        for (var done = 0; done < run.Count; done += FlipsOfOneStore)
        {
            var source = await MakeAsync(run, random.Next(), cancellationToken);
            var flips = Enumerable.Range(0, Math.Min(FlipsOfOneStore, run.Count - done)).Select(_ => source.Choose(random)).Select((flip, i) => (flip, i)).ToList();
            await Parallel.ForEachAsync(
                flips.ToLookup(flip => flip.i % Lanes, flip => flip.flip), cancellationToken, async (lane, token) =>
                {
                    foreach (var flip in lane)
                        await FlipAsync(run, source, flip, token);
                });
        }

        run.Proof.RequireAtLeast("flipped bits", run.Proof.EpisodesOf("bit flip"), run.Count);
        run.Proof.RequireAtLeast("flipped bits that were noticed", run.Proof.EpisodesOf("bit flip noticed"), run.Count * 0.2);
    }

    public const string WrongBytes = "wrong bytes";
    public const string SilentTruncation = "silent truncation";
    public const string Unfound = "found by no verification";
    public const string UnnamedError = "error that names no damage";

    // As a kill leaves it: part of the events in the database, part only in its log, all of which is in use.
    private static async Task<Source> MakeAsync(PlanRun run, int seed, CancellationToken cancellationToken)
    {
        var path = Path.Combine(run.NewFolder(), TortureStore.FileName);
        var random = new Random(seed);
        await using (var store = TortureStore.Open(path))
            await AppendAsync(store, random, from: 0, count: 100, cancellationToken);
        await using var killed = TortureStore.OpenWithoutCheckpoints(path);
        await AppendAsync(killed, random, from: 100, count: 50, cancellationToken);
        string[] suffixes = ["", "-wal", ".heads"];
        return new Source(
            suffixes.ToDictionary(suffix => suffix, suffix => Copy(path + suffix), StringComparer.Ordinal), await ReadFeedAsync(killed, cancellationToken));
    }

    private static async Task AppendAsync(SqliteEventStorage store, Random random, int from, int count, CancellationToken cancellationToken)
    {
        for (var i = from; i < from + count; i++)
        {
            var part = new RequestPart(StreamId.Parse($"item-{random.Next(20)}"), ExpectedVersion.Any, random.Next(1, 4));
            if (await store.AppendAsync(Requests.Make($"{random.Next()}/{i}", [part]), cancellationToken) is not AppendOutcome.Appended)
                throw new InvalidOperationException("Expected an append to a sound store to be stored.");
        }
    }

    private static byte[] Copy(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static async Task FlipAsync(PlanRun run, Source source, Flip flip, CancellationToken cancellationToken)
    {
        var folder = run.NewFolder();
        var path = Path.Combine(folder, TortureStore.FileName);
        foreach (var (suffix, bytes) in source.Files)
        {
            var copy = (byte[])bytes.Clone();
            if (suffix == flip.Suffix)
                copy[flip.Offset] ^= flip.Mask;
            await File.WriteAllBytesAsync(path + suffix, copy, cancellationToken);
        }

        var where = string.Create(CultureInfo.InvariantCulture, $"{(flip.Suffix.Length == 0 ? "database" : flip.Suffix)} byte {flip.Offset} bit {flip.Mask}, seed {run.Seed}");
        run.Proof.Strike("bit flip", source.Events.Count, where);
        var isUnfound = false;
        try
        {
            await using var store = TortureStore.Open(path);
            var reading = await ReadingAfterDamage.OfAsync(store, source.Events, cancellationToken);
            foreach (var wrong in reading.Wrong)
                run.Proof.Break(WrongBytes, $"{wrong} ({where})");
            foreach (var unnamed in reading.Unnamed)
                run.Proof.Break(UnnamedError, $"{unnamed} ({where})");
            var isNoticed = reading.IsNoticed || store.Health.DegradedReason is not null || store.Health.Quarantined.Count > 0;
            if (reading.Missing.Count > 0 && !isNoticed)
                run.Proof.Break(SilentTruncation, $"{reading.Missing.Count} missing, as {reading.Missing[0]} ({where})");
            isUnfound = reading.Unfound.Count > 0 && !isNoticed;
            if (isNoticed)
                run.Proof.Strike("bit flip noticed", 0, where);
        }
        catch (StoreUnusableException)
        {
            // It said at once that its files can't be used.
            run.Proof.Strike("bit flip noticed", 0, where);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            run.Proof.Break(UnnamedError, $"on opening: {e.Message} ({where})");
        }

        if (isUnfound)
            Verify(run, path, where, cancellationToken);
        Directory.Delete(folder, recursive: true);
    }

    // An index that leads nowhere can't be told from one in which nothing is to be found: that needs the verification of every page.
    private static void Verify(PlanRun run, string path, string where, CancellationToken cancellationToken)
    {
        using var stopped = StoppedStore.Take(TortureStore.Options(path), TimeProvider.System);
        if (stopped.Verify(isDeep: true, progress: null, cancellationToken).IsSound)
            run.Proof.Break(Unfound, where);
        else
            run.Proof.Strike("bit flip noticed by deep verification", 0, where);
    }

    private static async Task<IReadOnlyList<RecordedEvent>> ReadFeedAsync(SqliteEventStorage store, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        FeedPage page;
        var after = FeedPosition.Start;
        do
        {
            page = (await store.ReadFeedAsync(new FeedRead { After = after, CountMax = PageEvents }, ReadOptions.Default, cancellationToken)).Value;
            events.AddRange(page.Events);
            after = page.Next;
        }
        while (!page.IsEnd);
        return events;
    }

    private sealed record Flip(string Suffix, int Offset, byte Mask);

    /// <summary>A store's files, and what was written into it.</summary>
    private sealed record Source(IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<RecordedEvent> Events)
    {
        // Half of them in the database; the head file is mostly room for what comes.
        public Flip Choose(Random random)
        {
            var suffix = random.Next(4) switch { 0 => "-wal", 1 => ".heads", _ => "" };
            var bytes = Files[suffix];
            var length = suffix == ".heads" ? bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1 : bytes.Length;
            return new Flip(suffix, random.Next(length), (byte)(1 << random.Next(8)));
        }
    }
}
