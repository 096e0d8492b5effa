using System.Numerics;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// The durations of the last minute in buckets that grow by a quarter of a power of two: exact to about a fifth, which is enough to say
/// when an answer is late. Thread-safe; a count may get lost where a slice is cleared.
/// </summary>
internal sealed class LatencyWindow
{
    private const int Slices = 6;
    private const int Buckets = 96;
    private const int SamplesMin = 20;
    private static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly Lock _guard = new(); // guards the moving on to another slice
    private int[][]? _counts;
    private long _newest;

    public void Record(TimeSpan duration, TimeSpan now)
    {
        var counts = MoveTo(now);
        Interlocked.Increment(ref counts[(int)(_newest % Slices)][BucketOf(duration)]);
    }

    /// <summary>When an answer is late enough to ask another node: behind 95 of 100, between 20 and 500 ms.</summary>
    public TimeSpan LateAfter(TimeSpan now)
    {
        var counts = MoveTo(now);
        var total = counts.Sum(static slice => slice.Sum());
        if (total < SamplesMin)
            return Longest;
        var wanted = (int)Math.Ceiling(total * 0.95);
        var bucket = 0;
        for (var seen = 0; bucket < Buckets; bucket++)
        {
            foreach (var slice in counts)
                seen += slice[bucket];
            if (seen >= wanted)
                break;
        }

        var late = UpperEdge(Math.Min(bucket, Buckets - 1));
        return late < Shortest ? Shortest : late > Longest ? Longest : late;
    }

    // Four buckets per power of two of microseconds.
    private static int BucketOf(TimeSpan duration)
    {
        var micros = Math.Max(4, (long)duration.TotalMicroseconds);
        var power = BitOperations.Log2((ulong)micros);
        var quarter = (int)((micros >> (power - 2)) & 3);
        return Math.Min(Buckets - 1, ((power - 2) * 4) + quarter);
    }

    private static TimeSpan UpperEdge(int bucket)
        => TimeSpan.FromMicroseconds((4L + (bucket % 4) + 1) << (bucket / 4));

    private int[][] MoveTo(TimeSpan now)
    {
        var slice = now.Ticks / SliceLength.Ticks;
        var counts = Volatile.Read(ref _counts);
        if (counts is not null && slice <= Volatile.Read(ref _newest))
            return counts;
        lock (_guard)
        {
            counts = _counts ??= [.. Enumerable.Range(0, Slices).Select(static _ => new int[Buckets])];
            for (var next = Math.Max(_newest + 1, slice - Slices + 1); next <= slice; next++)
                Array.Clear(counts[(int)(next % Slices)]);
            _newest = Math.Max(_newest, slice);
            return counts;
        }
    }
}
