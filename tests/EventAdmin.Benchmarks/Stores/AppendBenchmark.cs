using System.Diagnostics;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>Appends through the store against bare inserts, in turn in one run, so that the ratio means something on any machine.</summary>
internal static class AppendBenchmark
{
    private const int Writers = 64;
    private const int ConcurrentEvents = 50_000;
    private const int LoneEvents = 2_000;

    public static async Task RunConcurrentAsync(int rounds)
    {
        var ratios = new Ratios();
        for (var round = 0; round <= rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
            var appends = RequestsOf(SampleAppends.Make(ConcurrentEvents), Writers);
            var cpu = Machine.ProcessorTime;
            var (seconds, group) = await AppendConcurrentlyAsync(Path.Combine(folder.FullName, "store.db"), appends);
            using var bare = await BareFile.CreateAsync(Path.Combine(folder.FullName, "bare.db"), Writers);
            var storeCpu = Machine.ProcessorTime - cpu;
            cpu = Machine.ProcessorTime;
            var watch = Stopwatch.StartNew();
            bare.WriteInGroups(appends, group);
            var bareSeconds = watch.Elapsed.TotalSeconds;
            var bareCpu = Machine.ProcessorTime - cpu;
            folder.Delete(recursive: true);
            // The first round warms up.
            if (round == 0)
                continue;
            ratios.Add(
                $"store {appends.Length / seconds:N0}/s ({storeCpu.TotalMicroseconds / appends.Length:F1} us CPU an event), "
                + $"bare {appends.Length / bareSeconds:N0}/s ({bareCpu.TotalMicroseconds / appends.Length:F1} us) in groups of {group}", bareSeconds / seconds);
        }

        ratios.Conclude("64 writers, rate to that of bare inserts");
    }

    public static async Task RunAloneAsync(int rounds)
    {
        var ratios = new Ratios();
        for (var round = 0; round <= rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
            var appends = RequestsOf(SampleAppends.Make(LoneEvents), writers: 1);
            await using var storage = Open(Path.Combine(folder.FullName, "store.db"));
            using var bare = await BareFile.CreateAsync(Path.Combine(folder.FullName, "bare.db"), streams: 1);
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var i = 0; i < appends.Length; i++)
            {
                var watch = Stopwatch.GetTimestamp();
                await AppendAsync(storage, appends[i]);
                ours.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
                watch = Stopwatch.GetTimestamp();
                bare.WriteInGroups(appends.AsSpan(i, 1), group: 1);
                theirs.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            }

            await storage.DisposeAsync();
            folder.Delete(recursive: true);
            if (round == 0)
                continue;
            var (ourMedian, theirMedian) = (Ratios.Median(ours), Ratios.Median(theirs));
            ratios.Add($"store p50 {ourMedian:F3} ms, bare p50 {theirMedian:F3} ms", ourMedian / theirMedian);
        }

        ratios.Conclude("1 writer, p50 to that of a bare insert with its flush");
    }

    public static SqliteEventStorage Open(string path) =>
        SqliteEventStorage.Open(new SqliteStorageOptions { Path = path }, new EventLimits(), TimeProvider.System, NullLogger<SqliteEventStorage>.Instance);

    // The events in the order in which they come, a stream for each writer.
    private static AppendRequest[] RequestsOf(NewEvent[] events, int writers)
    {
        var requests = new AppendRequest[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            var last = (i / writers) - 1;
            var expected = last < 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(last));
            requests[i] = AppendRequest.To(SampleAppends.StreamOf(i % writers), expected, events[i]);
        }

        return requests;
    }

    private static async Task<(double Seconds, int Group)> AppendConcurrentlyAsync(string path, AppendRequest[] appends)
    {
        await using var storage = Open(path);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = writer; i < appends.Length; i += Writers)
                await AppendAsync(storage, appends[i]);
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var statistics = storage.Statistics;
        return (seconds, (int)Math.Max(1, statistics.Events / statistics.Commits));
    }

    private static async Task AppendAsync(SqliteEventStorage storage, AppendRequest append)
    {
        var outcome = await storage.AppendAsync(append, CancellationToken.None);
        if (outcome is not AppendOutcome.Appended)
            throw new InvalidOperationException($"Expected every append to be stored, got {outcome}.");
    }
}
