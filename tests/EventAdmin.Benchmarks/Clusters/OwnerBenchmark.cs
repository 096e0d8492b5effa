using System.Diagnostics;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Stores;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Testing.Cassandra;

namespace EventAdmin.Benchmarks.Clusters;

/// <summary>
/// Appends through a shard's owner, with its log and its feed, against bare conditional batches without either, on the same nodes, through
/// the same client, a slice each in turn.
/// </summary>
internal static class OwnerBenchmark
{
    private const int Writers = 64;
    private const int SliceEvents = 12_800;
    private const int LoneAppends = 400;

    public static async Task RunAsync(int rounds, ClusterShape shape)
    {
        await using var cluster = await CassandraCluster.StartAsync(new ClusterOptions { Shape = shape, IsDurable = true }, CancellationToken.None);
        await using var store = await OwnedShard.OpenAsync(cluster, "owned");
        await using var other = await OwnedShard.OpenAsync(cluster, "bare");
        var bare = await BareStatements.PrepareAsync(store.Session, "bare");
        Console.WriteLine($"{shape} node(s)");
        await RunConcurrentAsync(store, bare, rounds, eventsEach: 1);
        await RunConcurrentAsync(store, bare, rounds, eventsEach: 10);
        await RunAloneAsync(store, bare, rounds);
    }

    private static async Task RunConcurrentAsync(OwnedShard store, BareStatements bare, int rounds, int eventsEach)
    {
        var ratios = new Ratios();
        var slice = SliceEvents / eventsEach;
        for (var round = 0; round <= rounds; round++)
        {
            // Streams of their own in every round, and of fewer events than a bucket.
            var appends = RequestsOf($"r{round}x{eventsEach}", slice, Writers, eventsEach);
            StoredEvent[][] rows = [.. appends.Select(bare.RowsOf)];
            var isBareFirst = round % 2 == 1;
            var theirs = isBareFirst ? await MeasureAsync(i => bare.AppendAsync(rows[i]), slice) : default;
            var ours = await MeasureAsync(i => store.AppendAsync(appends[i]), slice);
            if (!isBareFirst)
                theirs = await MeasureAsync(i => bare.AppendAsync(rows[i]), slice);
            // The first round warms up.
            if (round > 0)
                ratios.Add($"owner {ours}, bare {theirs}", theirs.Seconds / ours.Seconds);
        }

        ratios.Conclude($"{Writers} writers, {eventsEach} event(s) an append, rate to that of bare conditional batches");
    }

    private static async Task RunAloneAsync(OwnedShard store, BareStatements bare, int rounds)
    {
        var ratios = new Ratios();
        var appends = RequestsOf("alone", LoneAppends * (rounds + 1), writers: 1, eventsEach: 1);
        StoredEvent[][] rows = [.. appends.Select(bare.RowsOf)];
        for (var round = 0; round <= rounds; round++)
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var i = round * LoneAppends; i < (round + 1) * LoneAppends; i++)
            {
                ours.Add(await TimeAsync(store.AppendAsync, appends[i]));
                theirs.Add(await TimeAsync(bare.WriteTwiceAndUpdateAsync, rows[i]));
            }

            if (round > 0)
                ratios.Add($"owner p50 {Ratios.Median(ours):F3} ms, bare p50 {Ratios.Median(theirs):F3} ms", Ratios.Median(ours) / Ratios.Median(theirs));
        }

        ratios.Conclude("1 writer, p50 to that of two plain inserts and one conditional update");
    }

    private static AppendRequest[] RequestsOf(string name, int appends, int writers, int eventsEach)
    {
        var events = SampleAppends.Make(appends * eventsEach);
        var requests = new AppendRequest[appends];
        for (var i = 0; i < appends; i++)
        {
            var last = (i / writers * eventsEach) - 1;
            var expected = last < 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(StreamVersion.Of(last));
            requests[i] = AppendRequest.To(StreamId.Parse($"{name}-{i % writers}"), expected, events[(i * eventsEach)..((i + 1) * eventsEach)]);
        }

        return requests;
    }

    private static async Task<double> TimeAsync<T>(Func<T, Task> run, T argument)
    {
        var watch = Stopwatch.GetTimestamp();
        await run(argument);
        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    private static async Task<Slice> MeasureAsync(Func<int, Task> appendAsync, int appends)
    {
        var (watch, processor) = (Stopwatch.StartNew(), Machine.ProcessorTime);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = writer; i < appends; i += Writers)
                await appendAsync(i);
        })));
        return new Slice(appends, watch.Elapsed.TotalSeconds, Machine.ProcessorTime - processor);
    }

    private readonly record struct Slice(int Appends, double Seconds, TimeSpan Processor)
    {
        public override string ToString() => $"{Appends / Seconds:N0} appends/s ({Processor.TotalMicroseconds / Appends:F0} us of processor each)";
    }
}
