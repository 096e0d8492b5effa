using System.Diagnostics;
using EventAdmin.Benchmarks.Measuring;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>Keeps a number of operations in flight for a time, and counts what that took of this process.</summary>
internal static class Load
{
    private const int LatenciesMax = 1 << 21;

    // One array for all slices, so that measuring allocates nothing.
    private static readonly int[] Ticks = new int[LatenciesMax];

    public static async Task<Slice> RunAsync(IMeasuredClient client, Work work, int inFlight, TimeSpan time)
    {
        GC.Collect();
        var room = LatenciesMax / inFlight;
        var collections = GC.CollectionCount(2);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Machine.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var ends = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(lane => Task.Run(() => RunLaneAsync(client, work, lane, room, ends))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        processor = Machine.ProcessorTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        collections = GC.CollectionCount(2) - collections;

        var operations = counts.Sum();
        var latencies = counts.SelectMany((count, lane) => new ArraySegment<int>(Ticks, lane * room, Math.Min(count, room))).Order().ToArray();
        return new Slice(
            operations / elapsed.TotalSeconds,
            processor.TotalMicroseconds / operations,
            (double)allocated / operations,
            MicrosecondsAt(latencies, 0.50),
            MicrosecondsAt(latencies, 0.99),
            collections);
    }

    private static async Task<int> RunLaneAsync(IMeasuredClient client, Work work, int lane, int room, long ends)
    {
        var count = 0;
        for (var begun = Stopwatch.GetTimestamp(); begun < ends; count++)
        {
            await client.ExecuteAsync(work, count);
            var ended = Stopwatch.GetTimestamp();
            Ticks[(lane * room) + (count % room)] = (int)(ended - begun);
            begun = ended;
        }

        return count;
    }

    private static double MicrosecondsAt(int[] sorted, double share) =>
        sorted[(int)((sorted.Length - 1) * share)] * 1_000_000.0 / Stopwatch.Frequency;
}

/// <summary>What a slice of load took: operations a second, and for one operation processor time, bytes allocated and time waited.</summary>
internal readonly record struct Slice(double PerSecond, double ProcessorMicroseconds, double Bytes, double MedianMicroseconds, double P99Microseconds, int Gen2Collections)
{
    /// <summary>Value by value the median of the slices; of the collections the sum.</summary>
    public static Slice MedianOf(IReadOnlyList<Slice> slices) => new(
        Middle(slices, slice => slice.PerSecond),
        Middle(slices, slice => slice.ProcessorMicroseconds),
        Middle(slices, slice => slice.Bytes),
        Middle(slices, slice => slice.MedianMicroseconds),
        Middle(slices, slice => slice.P99Microseconds),
        slices.Sum(slice => slice.Gen2Collections));

    public override string ToString() =>
        $"{PerSecond,10:N0}/s {ProcessorMicroseconds,8:F2} us {Bytes,9:N0} B {MedianMicroseconds,8:N0} {P99Microseconds,8:N0} us {Gen2Collections,3}";

    private static double Middle(IReadOnlyList<Slice> slices, Func<Slice, double> value) => Ratios.Median([.. slices.Select(value)]);
}
