using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage.InMemory;

/// <summary>
/// The reference implementation of the store contract: one list, one lock, nothing clever. Thread-safe; nothing survives the process.
/// Every look-up walks the list, so it is for tests and for reading, not for size.
/// </summary>
public sealed class InMemoryEventStorage(EventLimits limits, TimeProvider clock) : IEventStorage, IAppendHistory
{
    // Guards every field below. Nothing is awaited inside.
    private readonly Lock _guardsAll = new();
    private readonly List<RecordedEvent> _feed = [];
    private readonly Dictionary<StreamId, StreamState> _states = [];
    private readonly Dictionary<(StreamId Stream, string Reducer), Snapshot> _snapshots = [];
    private readonly Dictionary<StreamId, HistoryHash> _histories = [];
    private readonly HistoryHasher _hasher = new();

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new()
    {
        Name = "In memory",
        FreshnessSentence = "single copy, always current",
        IsDurable = false,
    };

    /// <inheritdoc/>
    public StorageHealth Health => StorageHealth.Sound;

    /// <inheritdoc/>
    public FeedSignal Changed { get; } = new();

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (AppendRules.Check(request, limits) is { } refused)
            return Task.FromResult<AppendOutcome>(refused);

        AppendDecision decision;
        lock (_guardsAll)
        {
            var newest = _feed.Count == 0 ? DateTimeOffset.MinValue : _feed[^1].RecordedAt;
            var now = clock.GetUtcNow();
            var group = new AppendGroup(this, FeedPosition.FromStore(_feed.Count), now > newest ? now : newest, lookUpAlways: true);
            decision = group.Decide(request);
            _feed.AddRange(decision.Events.Select((e, i) => Keep(e, i, decision.Events.Count)));
            foreach (var (stream, state) in group.States)
                _states[stream] = state;
        }

        if (decision.Events.Count > 0)
            Changed.Raise();
        return Task.FromResult(decision.Outcome);
    }

    private RecordedEvent Keep(RecordedEvent e, int index, int count)
    {
        var previous = _histories.TryGetValue(e.Stream, out var history) ? history : HistoryHasher.Seed(e.Stream);
        history = _hasher.HashOf(e, new HistoryStep(previous, index, count, ExtensionAttributes.ToStore(e.Metadata.Extensions)));
        _histories[e.Stream] = history;
        return e with { Data = e.Data.ToArray(), History = history };
    }

    /// <inheritdoc/>
    StreamState IAppendHistory.FindState(StreamId stream) => _states.GetValueOrDefault(stream);

    /// <inheritdoc/>
    IReadOnlyList<RecordedEvent> IAppendHistory.FindEarlier(AppendRequest request)
    {
        var ids = request.Streams.SelectMany(stream => stream.Events).Select(e => e.Id).ToHashSet();
        return [.. _feed.Where(e => e.Append == request.Id || ids.Contains(e.Id))];
    }

    /// <inheritdoc/>
    public Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        Capabilities.CheckCount(read.CountMax);
        return Answer(options, () =>
        {
            var isForward = read.Direction == ReadDirection.Forward;
            var head = HeadOf(read.Stream);
            var from = read.From?.Value ?? (isForward ? 0 : long.MaxValue);
            var events = Counting().Where(e => e.Stream == read.Stream && (isForward ? e.Version.Value >= from : e.Version.Value <= from));
            var (page, following) = Cut(isForward ? events : events.Reverse(), read.CountMax);
            return new StreamPage(head, page, following?.Version);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken) =>
        Answer(options, () => HeadOf(stream), cancellationToken);

    /// <inheritdoc/>
    public Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        Capabilities.CheckCount(read.CountMax);
        return Answer(options, () => Page(Counting().Where(read.Filter.Passes), read.After, read.Direction, read.CountMax), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken)
    {
        lock (_guardsAll)
            return Task.FromResult(FeedPosition.FromStore(_feed.Count));
    }

    /// <inheritdoc/>
    public Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken) =>
        Answer(options, () => Counting().SingleOrDefault(e => e.Id == id), cancellationToken);

    /// <inheritdoc/>
    public Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        Capabilities.CheckCount(lookup.CountMax);
        return Answer(options, () => Page(
            Counting().Where(e =>
                (lookup.CorrelationId is null || lookup.CorrelationId == e.Metadata.CorrelationId)
                && (lookup.CausationId is null || lookup.CausationId == e.Metadata.CausationId)
                && (lookup.Type is null || lookup.Type == e.Type)
                && (lookup.Append is null || lookup.Append == e.Append)),
            lookup.After, lookup.Direction, lookup.CountMax), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        lock (_guardsAll)
            return Task.FromResult(FeedPosition.FromStore(_feed.Count(e => e.RecordedAt < instant)));
    }

    /// <inheritdoc/>
    public Task<ReadResult<StreamListPage>> ListStreamsAsync(
        StreamListRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        Capabilities.CheckCount(read.CountMax);
        return Answer(options, () =>
        {
            var isForward = read.Direction == ReadDirection.Forward;
            var heads = _states.Keys.Select(HeadOf).OfType<StreamHead>().Where(head =>
                head.Stream.Value.StartsWith(read.Prefix, StringComparison.Ordinal)
                && (read.Category is null || head.Stream.Category == read.Category)
                && (read.IncludeSystem || !head.Stream.IsSystem));
            if (read.ByChange)
                heads = heads.Where(head => read.ChangedBefore is not { } b || head.LastPosition < b).OrderByDescending(head => head.LastPosition);
            else
                heads = heads.Where(head => IsBeyond(head.Stream, read.After, isForward)).Order(InOrder(isForward));
            var page = heads.Take(read.CountMax + 1).ToList();
            var isEnd = page.Count <= read.CountMax;
            StreamHead[] streams = [.. page.Take(read.CountMax)];
            var nextBefore = read.ByChange ? streams.LastOrDefault()?.LastPosition ?? read.ChangedBefore : null;
            return new StreamListPage(streams, nextBefore, isEnd);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<CategoryCount>>(ReadOptions.Default, () =>
        [
            .. _states.Keys.Select(HeadOf).OfType<StreamHead>()
                .Where(head => includeSystem || !head.Stream.IsSystem)
                .GroupBy(head => head.Stream.Category)
                .OrderBy(group => group.Key, StreamId.ByUtf8)
                .Select(group => new CategoryCount(group.Key, group.LongCount(), group.Sum(head => head.Count), group.Max(head => head.LastAt))),
        ], cancellationToken);

    /// <inheritdoc/>
    public Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<TypeCount>>(ReadOptions.Default, () =>
        [
            .. _feed.GroupBy(e => e.Type).OrderBy(group => group.Key, StreamId.ByUtf8)
                .Select(group => new TypeCount(group.Key, group.LongCount())),
        ], cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken)
    {
        lock (_guardsAll)
            return Task.FromResult(_snapshots.GetValueOrDefault((stream, reducer)));
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_guardsAll)
            _snapshots[(snapshot.Stream, snapshot.Reducer)] = snapshot;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken)
    {
        lock (_guardsAll)
            _snapshots.Remove((stream, reducer));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streams);
        var deleted = 0;
        lock (_guardsAll)
        {
            foreach (var stream in streams.Where(stream => _states.GetValueOrDefault(stream).Head is not null))
            {
                _states[stream] = _states[stream] with { First = _states[stream].Next };
                foreach (var key in _snapshots.Keys.Where(key => key.Stream == stream).ToList())
                    _snapshots.Remove(key);
                deleted++;
            }
        }

        Changed.Raise();
        return Task.FromResult(deleted);
    }

    private Task<ReadResult<T>> Answer<T>(ReadOptions options, Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Consistency is not null)
            throw new NotSupportedException($"'{Capabilities.Name}' has no consistency levels; '{options.Consistency}' was asked.");
        var started = clock.GetTimestamp();
        T value;
        lock (_guardsAll)
            value = read();
        var receipt = new ReadReceipt
        {
            Store = Capabilities.Name,
            Elapsed = clock.GetElapsedTime(started),
            AnsweredAt = clock.GetUtcNow(),
        };
        return Task.FromResult(new ReadResult<T>(value, receipt));
    }

    private IEnumerable<RecordedEvent> Counting() => _feed.Where(e => e.Version.Value >= _states[e.Stream].First);

    private StreamHead? HeadOf(StreamId stream)
    {
        if (_states.GetValueOrDefault(stream) is not { Head: { } last } state)
            return null;
        var events = _feed.Where(e => e.Stream == stream).ToList();
        return new StreamHead
        {
            Stream = stream,
            First = StreamVersion.Of(state.First),
            Last = last,
            FirstAt = events[0].RecordedAt,
            LastAt = events[^1].RecordedAt,
            LastPosition = events[^1].Position,
            Bytes = events.Sum(e => (long)e.Data.Length),
        };
    }

    private FeedPage Page(IEnumerable<RecordedEvent> events, FeedPosition? after, ReadDirection direction, int countMax)
    {
        var isForward = direction == ReadDirection.Forward;
        var start = after ?? FeedPosition.FromStore(isForward ? 0 : _feed.Count + 1);
        var ordered = isForward ? events.Where(e => e.Position > start) : events.Where(e => e.Position < start).Reverse();
        var (page, following) = Cut(ordered, countMax);
        if (following is not null)
            return new FeedPage(page, page[^1].Position, IsEnd: false);
        var reached = FeedPosition.FromStore(isForward ? Math.Max(_feed.Count, start.ToStore()) : 0);
        return new FeedPage(page, reached, IsEnd: true);
    }

    /// <summary>A page within both its limits, and the first event that no longer fitted.</summary>
    private static (List<RecordedEvent> Page, RecordedEvent? Following) Cut(IEnumerable<RecordedEvent> events, int countMax)
    {
        var page = new List<RecordedEvent>();
        long bytes = 0;
        foreach (var e in events)
        {
            if (page.Count == countMax || (page.Count > 0 && bytes >= StoreCapabilities.PageBytesMax))
                return (page, e);
            page.Add(e);
            bytes += e.Data.Length;
        }

        return (page, null);
    }

    private static bool IsBeyond(StreamId stream, StreamId? after, bool isForward) =>
        after is not { } edge || (isForward ? StreamId.ByName.Compare(stream, edge) > 0 : StreamId.ByName.Compare(stream, edge) < 0);

    private static Comparer<StreamHead> InOrder(bool isForward) => Comparer<StreamHead>.Create((left, right) =>
        isForward ? StreamId.ByName.Compare(left.Stream, right.Stream) : StreamId.ByName.Compare(right.Stream, left.Stream));
}
