using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Feed;

/// <summary>
/// The newest run of the feed: every event after <see cref="After"/> up to <see cref="Tail"/>, nothing left out. When it is full the oldest
/// go, and who still needed them reads the store. Not thread-safe: the feed's lock guards it.
/// </summary>
internal sealed class FeedBuffer(int eventsMax, int bytesMax)
{
    private readonly List<RecordedEvent> _events = [];
    private int _first;
    private long _bytes;

    public FeedPosition After { get; private set; }

    public FeedPosition Tail { get; private set; }

    public void Restart(FeedPosition head)
    {
        _events.Clear();
        (_first, _bytes, After, Tail) = (0, 0, head, head);
    }

    public void Add(IReadOnlyList<RecordedEvent> events, FeedPosition tail)
    {
        foreach (var e in events)
        {
            _events.Add(e);
            _bytes += e.Data.Length;
        }

        Tail = tail;
        while (_events.Count - _first > eventsMax || (_bytes > bytesMax && _events.Count > _first))
        {
            _bytes -= _events[_first].Data.Length;
            After = _events[_first++].Position;
        }

        // Moving the list down only when half of it is dead keeps eviction at constant cost an event.
        if (_first > _events.Count / 2)
        {
            _events.RemoveRange(0, _first);
            _first = 0;
        }
    }

    /// <summary>The events after a position, or null when some of them are gone already.</summary>
    public List<RecordedEvent>? TryRead(FeedPosition after, int countMax)
    {
        if (after < After)
            return null;
        var (low, high) = (_first, _events.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (_events[middle].Position > after)
                high = middle;
            else
                low = middle + 1;
        }

        return _events.GetRange(low, Math.Min(countMax, _events.Count - low));
    }
}
