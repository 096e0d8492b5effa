using System.Diagnostics;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Benchmarks.Stores;

/// <summary>Each kind of query on a large store and on a small one of the same make, in turn, each time for something else.</summary>
internal static class QueryBenchmark
{
    private const int PageSize = 100;

    // So many that no further snapshot is taken.
    private const int BehindSnapshotMax = 100;
    private const double RatioMax = 3;
    private const double MillisecondsMax = 300;

    /// <summary>Runs them all.</summary>
    /// <returns>True when none is slower than it may be.</returns>
    public static async Task<bool> RunAsync(string largePath, string smallPath, int samples)
    {
        await using var largeStorage = LargeStore.Open(largePath);
        await using var smallStorage = LargeStore.Open(smallPath);
        var (large, small) = (await MeasuredStore.OfAsync(largeStorage), await MeasuredStore.OfAsync(smallStorage));
        Console.WriteLine($"{large.Events:N0} and {small.Events:N0} events, each half in streams of {LargeStore.EventsOfStream}, half in one; {samples} times each, p95");
        var isFastEnough = true;
        foreach (var (name, queryAsync) in Queries)
        {
            var (slow, fast) = (new List<double>(), new List<double>());
            var random = new Random(1);
            for (var i = 0; i < samples; i++)
            {
                fast.Add(await MeasureAsync(queryAsync, small, random.NextDouble()));
                slow.Add(await MeasureAsync(queryAsync, large, random.NextDouble()));
            }

            var (slowest, quickest) = (P95(slow), P95(fast));
            var isGood = slowest <= MillisecondsMax && slowest <= RatioMax * quickest;
            isFastEnough &= isGood;
            Console.WriteLine(
                $"  {(isGood ? "ok  " : "SLOW")} {name,-44} {slowest,8:F2} ms, {quickest,8:F2} ms: {slowest / quickest:F1} "
                + $"(p50 {Ratios.Median(slow):F2} ms, {Ratios.Median(fast):F2} ms)");
        }

        return isFastEnough;
    }

    // What is asked of a store at a share of its length.
    private static readonly (string Name, Func<MeasuredStore, double, Task<int>> Query)[] Queries =
    [
        ("find a stream by its name", async (store, at) => await HeadAsync(store, LargeStore.StreamOf(store.Stream(at)))),
        ("find by prefix", async (store, at) => await ListAsync(store, new StreamListRead { Prefix = PrefixOf(store.Stream(at)), CountMax = PageSize })),
        ("streams of a category", async (store, at) => await ListAsync(store, new StreamListRead
        {
            Category = LargeStore.CategoryOf(store.Stream(at / 2)), After = LargeStore.StreamOf(store.Stream(at / 2)), CountMax = PageSize,
        })),
        ("streams that changed last", async (store, _) => await ListAsync(store, new StreamListRead { ByChange = true, CountMax = 20 })),
        ("categories with their counts", async (store, _) => (await store.Storage.ListCategoriesAsync(includeSystem: false, CancellationToken.None)).Value.Count),
        ("events of a correlation", async (store, at) => await LookUpAsync(store, new EventLookup { CorrelationId = LargeStore.RequestOf(store.Event(at)), CountMax = PageSize })),
        ("an event by its id", async (store, at) =>
            (await store.Storage.FindEventAsync(LargeStore.IdOf(store.Event(at)), ReadOptions.Default, CancellationToken.None)).Value is null ? 0 : 1),
        ("events of a type, newest first", async (store, at) => await LookUpAsync(store, new EventLookup
        {
            Type = LargeStore.TypeOf(store.Event(at)), Direction = ReadDirection.Backward, After = store.Position(at), CountMax = PageSize,
        })),
        ("a position by time", async (store, at) =>
            (await store.Storage.FindPositionAsync(store.At(at), CancellationToken.None)).ToString().Length),
        ("the feed from the middle", async (store, at) => await FeedAsync(store, new FeedRead { After = store.Position(at), CountMax = PageSize })),
        ("the feed of two types from the middle", async (store, at) => await FeedAsync(store, new FeedRead
        {
            After = store.Position(at), CountMax = PageSize, Filter = new FeedFilter { Types = new HashSet<string>(StringComparer.Ordinal) { LargeStore.TypeOf(1), LargeStore.TypeOf(2) } },
        })),
        ("a page of the long stream at nine tenths", async (store, _) =>
            await StreamAsync(store, new StreamRead { Stream = LargeStore.LongStream, From = store.VersionAtNineTenths, CountMax = PageSize })),
        ("a page of the long stream anywhere", async (store, at) =>
            await StreamAsync(store, new StreamRead { Stream = LargeStore.LongStream, From = store.LongVersion(at), CountMax = PageSize })),
        ("a page of the long stream, backward", async (store, at) => await StreamAsync(store, new StreamRead
        {
            Stream = LargeStore.LongStream, From = store.LongVersion(at), Direction = ReadDirection.Backward, CountMax = PageSize,
        })),
        ("a version of the long stream by time", async (store, at) =>
            (await store.Replayer.FindVersionAsync(LargeStore.LongStream, store.LongAt(at), ReadOptions.Default, CancellationToken.None)) is null ? 0 : 1),
        ("the state behind a snapshot", async (store, at) => await StateAsync(store, (int)(at * BehindSnapshotMax))),
    ];

    private static async Task<double> MeasureAsync(Func<MeasuredStore, double, Task<int>> queryAsync, MeasuredStore store, double at)
    {
        var watch = Stopwatch.GetTimestamp();
        var found = await queryAsync(store, at);
        var taken = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        return found > 0 ? taken : throw new InvalidOperationException("Expected the query to find something.");
    }

    private static double P95(List<double> milliseconds) => milliseconds.Order().ElementAt((int)(milliseconds.Count * 0.95));

    private static string PrefixOf(long stream) => LargeStore.StreamOf(stream).Value[..^2];

    private static async Task<int> HeadAsync(MeasuredStore store, StreamId stream) =>
        (await store.Storage.FindHeadAsync(stream, ReadOptions.Default, CancellationToken.None)).Value is null ? 0 : 1;

    private static async Task<int> ListAsync(MeasuredStore store, StreamListRead read) =>
        (await store.Storage.ListStreamsAsync(read, ReadOptions.Default, CancellationToken.None)).Value.Streams.Count;

    private static async Task<int> LookUpAsync(MeasuredStore store, EventLookup lookup) =>
        (await store.Storage.LookUpAsync(lookup, ReadOptions.Default, CancellationToken.None)).Value.Events.Count;

    private static async Task<int> FeedAsync(MeasuredStore store, FeedRead read) =>
        (await store.Storage.ReadFeedAsync(read, ReadOptions.Default, CancellationToken.None)).Value.Events.Count;

    private static async Task<int> StreamAsync(MeasuredStore store, StreamRead read) =>
        (await store.Storage.ReadStreamAsync(read, ReadOptions.Default, CancellationToken.None)).Value.Events.Count;

    private static async Task<int> StateAsync(MeasuredStore store, int behind) =>
        (await store.StateAsync(store.VersionAtNineTenths.Plus(behind))).SnapshotUsed is null ? 0 : 1;
}
