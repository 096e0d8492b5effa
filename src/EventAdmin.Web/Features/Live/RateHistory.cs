namespace EventAdmin.Web.Features.Live;

/// <summary>Events a second over the last minute, from a total that only grows. Not thread-safe.</summary>
public sealed class RateHistory
{
    public const int Seconds = 60;

    private readonly long[] _perSecond = new long[Seconds];
    private long _total;
    private int _measured;

    /// <summary>The last second.</summary>
    public long Newest => _perSecond[^1];

    /// <summary>The busiest second of the minute.</summary>
    public long Highest => _perSecond.Max();

    /// <summary>Over the seconds measured so far, at most a minute.</summary>
    public double Mean => _measured == 0 ? 0 : (double)_perSecond.Sum() / _measured;

    /// <summary>False while nothing is to be drawn anew.</summary>
    public bool HasChanged { get; private set; } = true;

    /// <summary>Ends a second at which <paramref name="total"/> events had arrived.</summary>
    public void Add(long total)
    {
        var arrived = total - _total;
        HasChanged = arrived > 0 || _perSecond.Any(count => count > 0) || _measured == 0;
        Array.Copy(_perSecond, 1, _perSecond, 0, Seconds - 1);
        _perSecond[^1] = arrived;
        _total = total;
        _measured = Math.Min(_measured + 1, Seconds);
    }

    /// <summary>The height of a second's bar, the busiest being <paramref name="full"/>; the oldest second is 0.</summary>
    public int HeightOf(int second, int full)
    {
        var highest = Highest;
        return highest == 0 ? 0 : (int)Math.Ceiling((double)_perSecond[second] * full / highest);
    }
}
