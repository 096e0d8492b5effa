using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Lookups;

internal sealed partial class LookupReader
{
    private const int EventsAtOnce = 64;

    /// <summary>
    /// Events by correlation, causation, type or append, in feed order. Nothing beyond what the look-ups are complete to, so that going on
    /// after a page misses nothing. Null when the look-up names no key.
    /// </summary>
    public async Task<LookupAnswer<FeedPage>?> LookUpAsync(EventLookup lookup, CqlConsistency level, CancellationToken cancellationToken)
    {
        if (KeyOf(lookup) is not var (kind, key))
            return null;
        var state = await progress.FindAsync(cancellationToken).ConfigureAwait(false);
        var page = await CollectAsync(state, (kind, key), lookup, level, cancellationToken).ConfigureAwait(false);
        return new LookupAnswer<FeedPage>(page, state.Point.Position);
    }

    // The rarest key leads; where several are given, the others are held against what it finds.
    private static (LookupKind Kind, string Key)? KeyOf(EventLookup lookup) => lookup switch
    {
        { Append: { } append } => (LookupKind.Append, EventRun.KeyOf(append)),
        { CausationId: { } causation } => (LookupKind.Causation, causation),
        { CorrelationId: { } correlation } => (LookupKind.Correlation, correlation),
        { Type: { } type } => (LookupKind.Type, type),
        _ => null,
    };

    private async Task<FeedPage> CollectAsync(
        LookupState state, (LookupKind Kind, string Key) key, EventLookup lookup, CqlConsistency level, CancellationToken cancellationToken)
    {
        var isForward = lookup.Direction == ReadDirection.Forward;
        var start = lookup.After ?? FeedPosition.FromStore(isForward ? 0 : state.Point.Seq + 1);
        var bounds = isForward ? (First: start.ToStore() + 1, Last: state.Point.Seq) : (First: 1L, Last: Math.Min(start.ToStore() - 1, state.Point.Seq));
        var found = new List<RecordedEvent>();
        var (bytes, reached) = (0L, start);
        var places = bounds.First > bounds.Last
            ? AsyncEnumerable.Empty<EventPlace>()
            : tables.Runs.ReadAsync(key.Kind, key.Key, bounds, isForward, level, cancellationToken);
        // One more than is wanted, to know whether more follow.
        await foreach (var portion in places.Chunk(Math.Min(lookup.CountMax + 1, EventsAtOnce)).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var counting = await FindAsync(state.Generation, portion, level, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < portion.Length; i++)
            {
                if (counting[i] is { } e && Passes(lookup, e))
                {
                    if (found.Count == lookup.CountMax || (found.Count > 0 && bytes >= StoreCapabilities.PageBytesMax))
                        return new FeedPage(found, reached, IsEnd: false);
                    found.Add(e);
                    bytes += e.Data.Length;
                }

                reached = FeedPosition.FromStore(portion[i].Position);
            }
        }

        return new FeedPage(found, FeedPosition.FromStore(isForward ? Math.Max(state.Point.Seq, start.ToStore()) : 0), IsEnd: true);
    }

    // Null where an event no longer counts, or is not the one that the row meant.
    private async Task<RecordedEvent?[]> FindAsync(int generation, EventPlace[] places, CqlConsistency level, CancellationToken cancellationToken)
    {
        StreamId[] streams = [.. places.Select(place => place.Stream).Distinct()];
        var heads = (await tables.Heads.FindAsync(generation, streams, level, cancellationToken).ConfigureAwait(false)).OfType<HeadRow>().ToDictionary(head => head.Stream);
        return await Task.WhenAll(places.Select(async place =>
            heads.TryGetValue(place.Stream, out var head) && place.Version >= head.First
            && await events.FindAsync(place.Stream, place.Version, level, cancellationToken).ConfigureAwait(false) is { } e
            && e.Position.ToStore() == place.Position ? e : null)).ConfigureAwait(false);
    }

    // A marker stands for an event of which nothing else is known.
    private static bool Passes(EventLookup lookup, RecordedEvent e) => e.Damage is not null
        || ((lookup.Append is null || lookup.Append == e.Append)
            && (lookup.CausationId is null || lookup.CausationId == e.Metadata.CausationId)
            && (lookup.CorrelationId is null || lookup.CorrelationId == e.Metadata.CorrelationId)
            && (lookup.Type is null || lookup.Type == e.Type));
}
