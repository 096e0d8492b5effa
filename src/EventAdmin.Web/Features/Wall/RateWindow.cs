namespace EventAdmin.Web.Features.Wall;

/// <summary>Events in each of the last 60 full seconds, by the time they were recorded. Not thread-safe.</summary>
internal sealed class RateWindow
{
    public const int Seconds = 60;

    // One more: the second that is still going on.
    private readonly long[] _counts = new long[Seconds + 1];
    private long _current = long.MinValue;

    public void Add(DateTimeOffset recordedAt)
    {
        var second = recordedAt.ToUnixTimeSeconds();
        if (second > _current)
            MoveTo(second);
        if (second > _current - _counts.Length)
            _counts[IndexOf(second)]++;
    }

    /// <summary>The full seconds before <paramref name="now"/>, oldest first.</summary>
    public long[] Read(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second > _current)
            MoveTo(second);
        var full = new long[Seconds];
        for (var i = 0; i < Seconds; i++)
        {
            var at = second - Seconds + i;
            if (at > _current - _counts.Length && at <= _current)
                full[i] = _counts[IndexOf(at)];
        }

        return full;
    }

    private void MoveTo(long second)
    {
        if (second - _current >= _counts.Length || _current == long.MinValue)
        {
            Array.Clear(_counts);
        }
        else
        {
            for (var empty = _current + 1; empty <= second; empty++)
                _counts[IndexOf(empty)] = 0;
        }

        _current = second;
    }

    private int IndexOf(long second) => (int)(second % _counts.Length);
}
