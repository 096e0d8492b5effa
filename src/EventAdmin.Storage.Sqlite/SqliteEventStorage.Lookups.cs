using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Reading;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    /// <inheritdoc/>
    public Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken) =>
        AnswerAsync(options, (database, _) => FindEvent(database, id), cancellationToken);

    /// <inheritdoc/>
    public Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        CheckPage(lookup.CountMax);
        var bounds = PageBounds.Of(lookup.After, lookup.Direction, lookup.CountMax, ScanMax);
        return AnswerAsync(
            options, (database, token) => FeedPages.Collect(database, WayOf(database, lookup, bounds), bounds, token), cancellationToken);
    }

    private RecordedEvent? FindEvent(SqliteDatabase database, EventId id)
    {
        var found = EventQueries.Find(database, new EventRowReader(database, _names), id);
        return found is not null && StreamRow.Find(database, found.Stream) is { } row && found.Version.Value >= row.First ? found : null;
    }

    // The rarest key leads; where several are given, the others are held against what it finds.
    private IEnumerable<LookedAt> WayOf(SqliteDatabase database, EventLookup lookup, PageBounds bounds)
    {
        var sources = new FeedSources(database, _names, _deleted, bounds.IsForward, SetApart);
        var way = lookup switch
        {
            { Append: { } append } => sources.OfAppend(bounds.After, append),
            { CausationId: { } causation } => sources.WithText(bounds.After, IndexedText.Causation, causation),
            { CorrelationId: { } correlation } => sources.WithText(bounds.After, IndexedText.Correlation, correlation),
            { Type: { } type } => sources.OfTypes(bounds.After, [type]),
            _ => sources.All(bounds.After, includeSystem: true),
        };
        return way.Select(row => row.Event is { } e && !Passes(lookup, e) ? row with { Event = null } : row);
    }

    private static bool Passes(EventLookup lookup, RecordedEvent e) =>
        (lookup.Append is null || lookup.Append == e.Append)
        && (lookup.CausationId is null || lookup.CausationId == e.Metadata.CausationId)
        && (lookup.CorrelationId is null || lookup.CorrelationId == e.Metadata.CorrelationId)
        && (lookup.Type is null || lookup.Type == e.Type);
}
