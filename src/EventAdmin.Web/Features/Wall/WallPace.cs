namespace EventAdmin.Web.Features.Wall;

/// <summary>
/// When a board is sent anew: a frame when something changed, at most as often as it is asked; a beat every two seconds whatever happens.
/// Lines of events change at most once a second, since nobody reads faster. Used by one loop.
/// </summary>
internal sealed class WallPace
{
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LinesInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan NewBarWithin = TimeSpan.FromSeconds(2);

    private const int FreshMs = 5000;

    private DateTimeOffset? _beatAt;
    private (string Store, int Problems, bool IsStoreFresh, bool IsFeedFresh) _beatState;
    private DateTimeOffset? _linesAt;
    private IReadOnlyList<WallLine> _lines = [];
    private bool _haveLinesWaited;
    private long _change = -1;
    private DateTimeOffset _changedAt;
    private long _second;
    private bool _isRateMoving;
    private bool _isCounting;

    public bool IsFrameDue(long change, DateTimeOffset now, bool isCounting)
    {
        if (change != _change)
            _changedAt = now;
        // Bars wander while any of them stands, and a new one stands when its second is full.
        var hasRateMoved = (_isRateMoving || now - _changedAt < NewBarWithin) && now.ToUnixTimeSeconds() != _second;
        var areLinesDue = _haveLinesWaited && now - _linesAt >= LinesInterval;
        if (change == _change && !hasRateMoved && !areLinesDue && isCounting == _isCounting)
            return false;
        (_change, _second, _isCounting) = (change, now.ToUnixTimeSeconds(), isCounting);
        return true;
    }

    /// <summary>True also at once when a beat tells of another state than the one before.</summary>
    public bool IsBeatDue(WallBeat beat)
    {
        ArgumentNullException.ThrowIfNull(beat);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(beat.Now);
        var state = (beat.Store.State, beat.Problems.Count, IsFresh(beat.StoreChecked, beat.Now), IsFresh(beat.FeedChecked, beat.Now));
        if (now - _beatAt < BeatInterval && state == _beatState)
            return false;
        (_beatAt, _beatState) = (now, state);
        return true;
    }

    /// <summary>The frame with lines that people can read: the ones before, where they are younger than a second.</summary>
    public WallFrame Calm(WallFrame frame, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _isRateMoving = frame.Rate.Any(count => count > 0);
        if (frame.Events.SequenceEqual(_lines))
        {
            _haveLinesWaited = false;
            return frame;
        }

        _haveLinesWaited = now - _linesAt < LinesInterval;
        if (_haveLinesWaited)
            return frame with { Events = _lines };
        (_lines, _linesAt) = (frame.Events, now);
        return frame;
    }

    private static bool IsFresh(long? checkedAt, long now) => now - checkedAt < FreshMs;
}
