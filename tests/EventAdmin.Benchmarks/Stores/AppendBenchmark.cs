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
    private const int SliceEvents = 25_600;
    private const int LoneEvents = 2_000;

    /// <summary>Both files stay open and take the same events, a slice each in turn, and each goes first every other time.</summary>
    public static async Task RunConcurrentAsync(int rounds)
    {
        var ratios = new Ratios();
        var folder = Directory.CreateTempSubdirectory("eventadmin-bench-");
        var appends = RequestsOf(SampleAppends.Make(SliceEvents * (rounds + 1)), Writers);
        await using var storage = Open(Path.Combine(folder.FullName, "store.db"));
        using var bare = await BareFile.CreateAsync(Path.Combine(folder.FullName, "bare.db"), Writers);
        var group = Writers / 2;
        for (var round = 0; round <= rounds; round++)
        {
            var slice = appends.AsMemory(round * SliceEvents, SliceEvents);
            var isBareFirst = round % 2 == 1;
            var theirs = isBareFirst ? Measure(() => bare.WriteInGroups(slice.Span, group)) : default;
            var before = storage.Statistics;
            var ours = await MeasureAsync(() => AppendConcurrentlyAsync(storage, slice));
            var after = storage.Statistics;
            group = (int)Math.Max(1, (after.Events - before.Events) / (after.Commits - before.Commits));
            if (!isBareFirst)
                theirs = Measure(() => bare.WriteInGroups(slice.Span, group));
            // The first round warms up.
            if (round > 0)
                ratios.Add($"store {ours}, bare {theirs}, in groups of {group}", theirs.Seconds / ours.Seconds);
        }

        ratios.Conclude("64 writers, rate to that of bare inserts");
        await storage.DisposeAsync();
        folder.Delete(recursive: true);
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

    private static Task AppendConcurrentlyAsync(SqliteEventStorage storage, ReadOnlyMemory<AppendRequest> appends) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = writer; i < appends.Length; i += Writers)
                await AppendAsync(storage, appends.Span[i]);
        })));

    private static Slice Measure(Action write)
    {
        var (watch, processor) = (Stopwatch.StartNew(), Machine.ProcessorTime);
        write();
        return new Slice(watch.Elapsed.TotalSeconds, Machine.ProcessorTime - processor);
    }

    private static async Task<Slice> MeasureAsync(Func<Task> writeAsync)
    {
        var (watch, processor) = (Stopwatch.StartNew(), Machine.ProcessorTime);
        await writeAsync();
        return new Slice(watch.Elapsed.TotalSeconds, Machine.ProcessorTime - processor);
    }

    private readonly record struct Slice(double Seconds, TimeSpan Processor)
    {
        public override string ToString() =>
            $"{SliceEvents / Seconds:N0}/s ({Processor.TotalMicroseconds / SliceEvents:F1} us of processor an event)";
    }

    private static async Task AppendAsync(SqliteEventStorage storage, AppendRequest append)
    {
        var outcome = await storage.AppendAsync(append, CancellationToken.None);
        if (outcome is not AppendOutcome.Appended)
            throw new InvalidOperationException($"Expected every append to be stored, got {outcome}.");
    }
}
