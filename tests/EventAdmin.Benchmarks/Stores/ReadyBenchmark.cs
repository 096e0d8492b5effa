using System.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>How long a store takes from the start of opening it to its first append: closed in order, and as a killed process leaves it.</summary>
internal static class ReadyBenchmark
{
    private const int Events = 500_000;
    private const int EventsOfAppend = 100;

    // As much as a process can leave in the WAL.
    private const int EventsBehind = 100_000;

    public static async Task RunAsync(int rounds, string? path)
    {
        var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
        if (path is null)
        {
            path = Path.Combine(folder.FullName, "store.db");
            await LargeStore.SeedAsync(path, Events);
        }

        for (var round = 0; round < rounds; round++)
            await OpenAsync(path, "closed in order");
        if (new FileInfo(path).Length < 8L * 1024 * 1024 * 1024)
            await MeasureKilledAsync(path, folder.FullName, rounds);
        folder.Delete(recursive: true);
    }

    private static async Task MeasureKilledAsync(string path, string folder, int rounds)
    {
        var killed = Path.Combine(folder, "killed");
        await using (var storage = LargeStore.Open(path))
        {
            for (var i = 0; i < EventsBehind; i += EventsOfAppend)
                await AppendAsync(storage, EventsOfAppend);
            CopyTo(path, killed);
        }

        for (var round = 0; round < rounds; round++)
        {
            var copy = Path.Combine(folder, "round");
            CopyTo(Path.Combine(killed, Path.GetFileName(path)), copy);
            await OpenAsync(Path.Combine(copy, Path.GetFileName(path)), $"killed, with {new FileInfo(Path.Combine(copy, Path.GetFileName(path) + "-wal")).Length / 1e6:F0} MB in the log");
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task OpenAsync(string path, string how)
    {
        var watch = Stopwatch.StartNew();
        await using var storage = LargeStore.Open(path);
        await AppendAsync(storage, count: 1);
        var head = await storage.FindFeedHeadAsync(CancellationToken.None);
        Console.WriteLine($"  {how}, {head} events: ready in {watch.Elapsed.TotalSeconds:F2} s");
        if (storage.Health.DegradedReason is { } reason)
            throw new InvalidOperationException($"Expected a sound store: {reason}");
    }

    private static async Task AppendAsync(SqliteEventStorage storage, int count)
    {
        var append = AppendRequest.To(SampleAppends.StreamOf(1), ExpectedVersion.Any, SampleAppends.Make(count));
        if (await storage.AppendAsync(append, CancellationToken.None) is var outcome and not AppendOutcome.Appended)
            throw new InvalidOperationException($"Expected the append to be stored, got {outcome}.");
    }

    // The files as a kill would leave them: nobody writes while they are copied.
    private static void CopyTo(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", ".heads"])
            File.Copy(path + suffix, Path.Combine(folder, Path.GetFileName(path) + suffix), overwrite: true);
    }
}
