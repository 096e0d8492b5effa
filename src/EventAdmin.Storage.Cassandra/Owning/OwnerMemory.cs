using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// What an owner remembers of its reign: heads of streams, and where appends are in the log. What is committed and not yet in its streams is
/// always there; of the rest as much as has room. The owner's loop's own.
/// </summary>
internal sealed class OwnerMemory(ShardSettings settings)
{
    private readonly Dictionary<StreamId, KnownStream> _streams = [];
    private readonly Dictionary<AppendId, long> _appends = [];
    private readonly Queue<AppendId> _appendsInOrder = new();
    private readonly Dictionary<AppendId, DateTimeOffset> _forbidden = [];

    public bool TryFind(StreamId stream, out KnownStream known) => _streams.TryGetValue(stream, out known);

    public KnownStream Find(StreamId stream) => _streams.TryGetValue(stream, out var known)
        ? known
        : throw new InvalidOperationException($"Expected the head of {stream} to be loaded.");

    public void Keep(StreamId stream, KnownStream known) => _streams[stream] = known;

    public void Forget(StreamId stream) => _streams.Remove(stream);

    /// <summary>The number of an event of an append, where it is remembered.</summary>
    public long? FindAppend(AppendId append) => _appends.TryGetValue(append, out var seq) ? seq : null;

    public void Keep(AppendId append, long seq)
    {
        if (!_appends.TryAdd(append, seq))
            return;
        _appendsInOrder.Enqueue(append);
        if (_appendsInOrder.Count > settings.AppendsRememberedMax)
            _appends.Remove(_appendsInOrder.Dequeue());
    }

    public void Forbid(AppendId append, DateTimeOffset at) => _forbidden.TryAdd(append, at);

    public bool IsForbidden(AppendId append) => _forbidden.ContainsKey(append);

    /// <summary>Between two groups: what is hot comes back at once, so heads are forgotten all at once, but those that storage can't tell yet.</summary>
    /// <param name="unindexed">The streams of the group that is on its way into them.</param>
    /// <param name="now">The time.</param>
    public void KeepWithinBounds(IEnumerable<StreamId> unindexed, DateTimeOffset now)
    {
        if (_streams.Count > settings.StreamsRememberedMax)
        {
            var needed = unindexed.Select(stream => (Stream: stream, Known: _streams[stream])).ToList();
            _streams.Clear();
            foreach (var (stream, known) in needed)
                _streams[stream] = known;
        }

        foreach (var (append, at) in _forbidden)
        {
            if (now - at > settings.ForbiddenFor)
                _forbidden.Remove(append);
        }
    }
}
