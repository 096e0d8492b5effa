using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventAdmin.Benchmarks.Measuring;
using EventAdmin.Benchmarks.Stores;

namespace EventAdmin.Benchmarks.Wire;

/// <summary>Each kind of query of a server on a large store and of one on a small store of the same make, in turn, each time for something else.</summary>
internal static class QueryBenchmark
{
    private const double RatioMax = 3;
    private const double MillisecondsMax = 300;
    private const int WarmUps = 20;

    // So many that no further snapshot is taken.
    private const int BehindSnapshotMax = 100;

    /// <summary>Runs them all.</summary>
    /// <returns>True when none is slower than it may be.</returns>
    public static async Task<bool> RunAsync(string largePath, string smallPath, int samples)
    {
        await using var largeServer = await ServerProcess.StartAsync(largePath);
        await using var smallServer = await ServerProcess.StartAsync(smallPath);
        using var largeHttp = new HttpClient { BaseAddress = largeServer.Address, Timeout = TimeSpan.FromMinutes(5) };
        using var smallHttp = new HttpClient { BaseAddress = smallServer.Address, Timeout = TimeSpan.FromMinutes(5) };
        var (large, small) = (await MeasuredStore.OfAsync(largeHttp), await MeasuredStore.OfAsync(smallHttp));
        Console.WriteLine($"{2 * large.Events:N0} and {2 * small.Events:N0} events, half of them in streams of {LargeStore.EventsOfStream}, half in one; {samples} times each, p95");
        var isFastEnough = true;
        foreach (var (name, query) in Queries)
        {
            var (slow, fast) = (new List<double>(), new List<double>());
            var random = new Random(1);
            for (var i = -WarmUps; i < samples; i++)
            {
                var (quick, late) = (await MeasureAsync(small, query(small, random.NextDouble())), await MeasureAsync(large, query(large, random.NextDouble())));
                if (i < 0)
                    continue;
                fast.Add(quick);
                slow.Add(late);
            }

            isFastEnough &= Conclude(name, slow, fast);
        }

        return isFastEnough;
    }

    // What is asked of a store at a share of its length, from 0 to 1.
    private static readonly (string Name, Func<MeasuredStore, double, string> Query)[] Queries =
    [
        ("find", (store, at) => $"api/find?q={LargeStore.StreamOf(store.Stream(at))}"),
        ("streams by prefix", (store, at) => $"api/streams?limit=100&prefix={LargeStore.StreamOf(store.Stream(at)).Value[..^2]}"),
        ("streams of a category", (store, at) => $"api/streams?limit=100&category={LargeStore.CategoryOf(store.Stream(at))}&after={CursorAt(store.Stream(at))}"),
        ("events of a correlation", (store, at) => $"api/correlations/{LargeStore.RequestOf(store.Event(at))}"),
        ("an event by its id", (store, at) => $"api/events/{LargeStore.IdOf(store.Event(at))}"),
        ("events of a type, from anywhere", (store, at) => $"api/feed?limit=100&types={LargeStore.TypeOf(store.Event(at))}&after=p:{store.Event(at)}"),
        ("events of a type, newest first", (store, at) => $"api/feed?limit=100&direction=backward&types={LargeStore.TypeOf(store.Event(at))}"),
        ("the feed from the middle", (store, at) => $"api/feed?limit=100&after=p:{store.Event(at)}"),
        ("the feed of a category from the middle", (store, at) => $"api/feed?limit=100&category={LargeStore.CategoryOf(store.Stream(at))}&after=p:{store.Event(at) / 2}"),
        ("the long stream at nine tenths", (store, at) => $"api/streams/{LargeStore.LongStream}/events?limit=100&from={store.NineTenths + (long)(at * 100)}"),
        ("the long stream backward from anywhere", (store, at) => $"api/streams/{LargeStore.LongStream}/events?limit=100&direction=backward&from={store.LongVersion(at)}"),
        ("the state behind a snapshot", (store, at) => $"api/streams/{LargeStore.LongStream}/state?at=v{store.NineTenths + (long)(at * BehindSnapshotMax)}"),
        ("the state of a short stream by time", (store, at) => $"api/streams/{LargeStore.StreamOf(store.Stream(at))}/state?at={store.End}"),
    ];

    private static bool Conclude(string name, List<double> slow, List<double> fast)
    {
        var (slowest, quickest) = (P95(slow), P95(fast));
        var isGood = slowest <= MillisecondsMax && slowest <= RatioMax * quickest;
        Console.WriteLine(
            $"  {(isGood ? "ok  " : "SLOW")} {name,-40} {slowest,7:F1} ms to {quickest,7:F1} ms: {slowest / quickest:F1} "
            + $"(p50 {Ratios.Median(slow):F1} ms to {Ratios.Median(fast):F1} ms)");
        return isGood;
    }

    private static string CursorAt(long stream) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(LargeStore.StreamOf(stream).Value));

    private static async Task<double> MeasureAsync(MeasuredStore store, string path)
    {
        var watch = Stopwatch.GetTimestamp();
        await store.GetAsync(path);
        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    private static double P95(List<double> milliseconds) => milliseconds.Order().ElementAt((int)(milliseconds.Count * 0.95));

    /// <summary>A store behind a server, with what is where in it.</summary>
    private sealed class MeasuredStore(HttpClient http, long events, string end)
    {
        /// <summary>How many stand in short streams, and as many in the long one.</summary>
        public long Events { get; } = events;

        /// <summary>When the newest event was recorded.</summary>
        public string End { get; } = end;

        public long NineTenths => Events * 9 / 10;

        /// <summary>Looks at a store, and lets it take a snapshot at nine tenths of the long stream.</summary>
        public static async Task<MeasuredStore> OfAsync(HttpClient http)
        {
            var head = await http.GetStringAsync(new Uri($"api/streams/{LargeStore.LongStream}", UriKind.Relative));
            using var json = System.Text.Json.JsonDocument.Parse(head);
            var last = json.RootElement.GetProperty("version").GetInt64();
            var store = new MeasuredStore(http, last + 1, json.RootElement.GetProperty("lastRecordedAt").GetString() ?? "");
            await store.GetAsync($"api/streams/{LargeStore.LongStream}/state?at=v{store.NineTenths}");
            return store;
        }

        public long Event(double share) => 1 + (long)(share * ((2 * Events) - 2));

        public long Stream(double share) => (long)(share * (Events / LargeStore.EventsOfStream));

        public string LongVersion(double share) => ((long)(share * (Events - 1))).ToString(CultureInfo.InvariantCulture);

        public async Task GetAsync(string path)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            var body = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
                throw new InvalidOperationException($"{path} was answered with {(int)response.StatusCode}: {body}");
        }
    }
}
