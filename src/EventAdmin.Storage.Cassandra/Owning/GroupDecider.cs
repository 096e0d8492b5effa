using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>
/// Decides a group: asks the store first for all that the decision may need, then decides without waiting, in order. The owner's loop's own.
/// </summary>
internal sealed class GroupDecider(OwnerMemory memory, AppendLookup lookup, Heads heads, ShardSettings settings)
{
    private readonly FrameBuilder _frames = new(memory, settings);

    /// <summary>Decides a group after what the row says is committed.</summary>
    public async Task<DecidedGroup> DecideAsync(
        IReadOnlyList<OwnerWork.Append> appends, ShardRow shard, DateTimeOffset recordedAt, CancellationToken cancellationToken)
    {
        await LoadHeadsAsync(appends.SelectMany(static append => append.Request.Streams).Select(static stream => stream.Stream), cancellationToken).ConfigureAwait(false);
        var earlier = await FindEarlierAsync(appends, shard, cancellationToken).ConfigureAwait(false);

        var group = new AppendGroup(new History(memory, earlier), FeedPosition.FromStore(shard.Committed), recordedAt, lookUpAlways: true);
        var decisions = new List<AppendDecision>(appends.Count);
        var forbidden = new HashSet<AppendId>();
        var stored = new HashSet<AppendId>();
        foreach (var append in appends)
        {
            var decision = Refuse(append.Request, forbidden, stored, earlier) is { } refused ? new AppendDecision([], refused) : group.Decide(append.Request);
            decisions.Add(decision);
            if (decision.Events.Count == 0)
                continue;
            stored.Add(append.Request.Id);
            foreach (var e in decision.Events)
            {
                if (ForbiddenAppends.Of(e.Stream, e.Type, e.Data) is { } never)
                    forbidden.Add(never);
            }
        }

        return _frames.Build(appends, decisions, shard);
    }

    /// <summary>Loads the heads of streams that are not remembered.</summary>
    public async Task LoadHeadsAsync(IEnumerable<StreamId> streams, CancellationToken cancellationToken)
    {
        var missing = streams.Where(stream => !memory.TryFind(stream, out _)).Distinct().ToList();
        if (missing.Count == 0)
            return;
        var found = await Task.WhenAll(missing.Select(stream => heads.LoadAsync(stream, cancellationToken))).ConfigureAwait(false);
        for (var i = 0; i < missing.Count; i++)
            memory.Keep(missing[i], found[i]);
    }

    private async Task<Dictionary<AppendId, IReadOnlyList<RecordedEvent>>> FindEarlierAsync(
        IReadOnlyList<OwnerWork.Append> appends, ShardRow shard, CancellationToken cancellationToken)
    {
        var requests = appends.Select(static append => append.Request).ToList();
        foreach (var append in appends)
        {
            // What is to be forbidden must not have happened.
            foreach (var e in append.Request.Streams.SelectMany(static stream => stream.Events.Select(e => (stream.Stream, Event: e))))
            {
                if (ForbiddenAppends.Of(e.Stream, e.Event.Type, e.Event.Data) is { } never)
                    requests.Add(new AppendRequest { Id = never, Streams = [] });
            }
        }

        var earlier = new Dictionary<AppendId, IReadOnlyList<RecordedEvent>>();
        var asked = requests.DistinctBy(static request => request.Id).Where(request => lookup.IsNeeded(request)).ToList();
        var found = await Task.WhenAll(asked.Select(request => lookup.FindAsync(request, shard, cancellationToken))).ConfigureAwait(false);
        for (var i = 0; i < asked.Count; i++)
            earlier[asked[i].Id] = found[i];
        return earlier;
    }

    private AppendOutcome.Refused? Refuse(
        AppendRequest request, HashSet<AppendId> forbidden, HashSet<AppendId> stored, Dictionary<AppendId, IReadOnlyList<RecordedEvent>> earlier)
    {
        // One that is stored all the same is told so; that it was forbidden came too late.
        var isStored = stored.Contains(request.Id) || (earlier.TryGetValue(request.Id, out var own) && own.Count > 0);
        if (!isStored && (memory.IsForbidden(request.Id) || forbidden.Contains(request.Id)))
            return new AppendOutcome.Refused(RefusalReason.Invalid, $"Append {request.Id} was forbidden: it must never happen.");
        foreach (var stream in request.Streams)
        {
            if (memory.Find(stream.Stream).Status != 0)
                return new AppendOutcome.Refused(RefusalReason.Invalid, $"Stream {stream.Stream} is sealed and takes no appends.");
            foreach (var e in stream.Events)
            {
                if (ForbiddenAppends.Of(stream.Stream, e.Type, e.Data) is { } never
                    && (stored.Contains(never) || (earlier.TryGetValue(never, out var events) && events.Count > 0)))
                {
                    return new AppendOutcome.Refused(RefusalReason.Invalid, $"Append {never} is stored, and can't be forbidden any more.");
                }
            }
        }

        return null;
    }

    private sealed class History(OwnerMemory memory, Dictionary<AppendId, IReadOnlyList<RecordedEvent>> earlier) : IAppendHistory
    {
        public StreamState FindState(StreamId stream) => memory.Find(stream).State;

        public IReadOnlyList<RecordedEvent> FindEarlier(AppendRequest request) => earlier.GetValueOrDefault(request.Id) ?? [];
    }
}
