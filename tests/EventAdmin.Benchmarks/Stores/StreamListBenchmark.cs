using System.Diagnostics;
using System.Globalization;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Checkpoints;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Leases;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Rows;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using EventAdmin.Testing.Cassandra;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>Pages of the catalogue of the Cassandra store on one node, written by the code that keeps them.</summary>
internal static class StreamListBenchmark
{
    private const int Epoch = 1;
    private const int FrameStreams = 500;
    private const int Reads = 400;
    private const int PageSize = 50;
    private const double GoalMilliseconds = 300;

    // A few large categories and many small ones.
    private static readonly string[] Categories =
        [.. Enumerable.Repeat("licence", 10), .. Enumerable.Repeat("device", 5), .. Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"region{i:D2}"))];

    /// <summary>Runs it.</summary>
    /// <param name="thousands">Thousands of streams.</param>
    public static async Task RunAsync(int thousands)
    {
        Machine.Describe();
        await using var cluster = await CassandraCluster.StartAsync(new ClusterOptions { HeapMebibytes = 1024 }, CancellationToken.None);
        var options = new CassandraOptions { Keyspace = "lists", LocalDatacenter = "dc1", Schema = SchemaMode.Migrate, IsOneCopyAllowed = true };
        foreach (var point in cluster.ContactPoints)
            options.ContactPoints.Add(point.ToString());
        await using var session = new CqlClientSession(
            await CqlClient.ConnectAsync(options.ToClient(tls: null), TimeProvider.System, NullLogger.Instance, CancellationToken.None));
        await new SchemaMigrator(session, options, TimeProvider.System, NullLogger.Instance).MigrateAsync(CancellationToken.None);
        var store = new StoreTables(session, options.Keyspace, new StoreLevels(CqlConsistency.LocalSerial, CqlConsistency.LocalQuorum, "dc1"));
        var (tables, checkpoints, history) = (new LookupTables(store), new CheckpointTable(store, TimeProvider.System), new Filled());

        var count = thousands * 1000;
        await FillAsync(tables, count);
        await checkpoints.TakeAsync(LookupProgress.Subscription, Epoch, CancellationToken.None);
        var state = new LookupState(Generation: 1, new LookupPoint(count, 0));
        await checkpoints.MoveAsync(LookupProgress.Subscription, state.ToCheckpoint(Epoch, history.Shard), CancellationToken.None);
        var reader = new LookupReader(tables, new LookupProgress(checkpoints, history, CqlConsistency.LocalQuorum, TimeProvider.System), history);
        await MeasureAsync(reader, count);
    }

    private static async Task FillAsync(LookupTables tables, int count)
    {
        var writer = new LookupWriter(tables, new Buckets(4096), generation: 1, new EpochTimestamps(Epoch), TimeProvider.System);
        var watch = Stopwatch.StartNew();
        for (var first = 0; first < count; first += FrameStreams)
            await writer.WriteAsync([FrameOf(first)], CancellationToken.None);
        Console.WriteLine($"{count:N0} streams of one event each written at {count / watch.Elapsed.TotalSeconds:N0}/s");
    }

    private static async Task MeasureAsync(LookupReader reader, int count)
    {
        var random = new Random(1);
        StreamId Any() => StreamOf(random.Next(count));
        var kinds = new (string Name, Func<StreamListRead> Make)[]
        {
            ("prefix of a name", () => new StreamListRead { Prefix = Any().Value[..^random.Next(1, 5)], CountMax = PageSize }),
            ("prefix without a category", () => new StreamListRead { Prefix = Any().Value[..random.Next(1, 4)], CountMax = PageSize }),
            ("page of a category", () => Any() is var after ? new StreamListRead { Category = after.Category, After = after, CountMax = PageSize } : null!),
            ("page of all by name", () => new StreamListRead { After = Any(), CountMax = PageSize, Direction = ReadDirection.Backward }),
            ("page of a category by change", () => new StreamListRead
            {
                Category = Any().Category, ByChange = true, ChangedBefore = FeedPosition.FromStore(random.Next(count)), CountMax = PageSize,
            }),
        };
        foreach (var (name, make) in kinds)
        {
            var times = new List<double>();
            for (var i = 0; i < Reads; i++)
            {
                var read = make();
                var watch = Stopwatch.StartNew();
                await reader.ListStreamsAsync(read, CqlConsistency.LocalQuorum, CancellationToken.None);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            var p95 = times[times.Count * 95 / 100];
            Console.WriteLine($"{name}, {PageSize} a page: p50 {times[times.Count / 2]:F1} ms, p95 {p95:F1} ms, most {times[^1]:F1} ms ({(p95 <= GoalMilliseconds ? "within" : "MISSES")} {GoalMilliseconds} ms)");
        }
    }

    private static StreamId StreamOf(int number) =>
        StreamId.Parse(string.Create(CultureInfo.InvariantCulture, $"{Categories[number % Categories.Length]}-{(uint)number * 2654435761:x8}"));

    private static Frame FrameOf(int first)
    {
        var append = new AppendId(new Guid(first, 0, 0, new byte[8]));
        var events = new List<StoredEvent>(FrameStreams);
        for (var i = 0; i < FrameStreams; i++)
        {
            events.Add(new StoredEvent
            {
                Line = "dc1.1",
                Shard = 0,
                Seq = first + i + 1,
                Epoch = Epoch,
                Stream = StreamOf(first + i),
                Version = 0,
                Id = new EventId(append.Value),
                Append = append,
                Index = 0,
                Count = 1,
                Type = "Noted",
                SchemaVersion = 1,
                Data = default,
                Meta = new StoredMeta { AppendIndex = 0, AppendCount = 1 },
                RecordedAt = DateTimeOffset.UnixEpoch.AddSeconds(first),
                Previous = default,
                Hash = default,
            });
        }

        StreamBefore[] before = [.. events.Select(e => new StreamBefore(e.Stream, default, FirstLive: 0, Bytes: 0, Bucket: -1))];
        return new Frame { Line = "dc1.1", Shard = 0, Epoch = Epoch, Previous = default, Events = events, Streams = before, IdsKept = [] };
    }

    /// <summary>The history of the streams that were written: nothing follows.</summary>
    private sealed class Filled : ICommittedHistory, IEventsByPlace
    {
        public string Shard => "dc1.1/0";

        public Task<HistorySlice> ReadAsync(LookupPoint after, CancellationToken cancellationToken) => Task.FromResult(HistorySlice.End);

        public Task<LookupPoint> FindEndAsync(CancellationToken cancellationToken) => Task.FromResult(default(LookupPoint));

        public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

        public Task<RecordedEvent?> FindAsync(StreamId stream, long version, CqlConsistency level, CancellationToken cancellationToken) =>
            Task.FromResult<RecordedEvent?>(null);
    }
}
