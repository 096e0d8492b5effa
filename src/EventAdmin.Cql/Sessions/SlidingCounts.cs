namespace EventAdmin.Cql.Sessions;

/// <summary>Two counts over the last seconds, in buckets, so that what is older falls out by itself. Not thread-safe.</summary>
internal sealed class SlidingCounts(int buckets, TimeSpan bucketLength)
{
    private readonly long[] _first = new long[buckets];
    private readonly long[] _second = new long[buckets];
    private readonly long _bucketTicks = bucketLength.Ticks;
    private long _newest;

    public long First { get; private set; }

    public long Second { get; private set; }

    /// <summary>Adds to the bucket of the time, given in ticks of a clock that does not go back.</summary>
    public void Add(long ticks, int first, int second)
    {
        MoveTo(ticks);
        var index = (int)(_newest % buckets);
        _first[index] += first;
        _second[index] += second;
        First += first;
        Second += second;
    }

    public void MoveTo(long ticks)
    {
        var bucket = ticks / _bucketTicks;
        if (bucket - _newest >= buckets)
        {
            Clear();
            _newest = bucket;
            return;
        }

        while (_newest < bucket)
        {
            var index = (int)(++_newest % buckets);
            First -= _first[index];
            Second -= _second[index];
            _first[index] = 0;
            _second[index] = 0;
        }
    }

    public void Clear()
    {
        Array.Clear(_first);
        Array.Clear(_second);
        First = 0;
        Second = 0;
    }
}
