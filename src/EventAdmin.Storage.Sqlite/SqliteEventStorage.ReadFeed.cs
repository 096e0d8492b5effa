using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Reading;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    // One open cursor a type; beyond, walking the feed costs less.
    private const int TypesByIndexMax = 64;

    private const string RecordedAtOf = "SELECT recorded_at FROM events WHERE position = ?1";

    /// <inheritdoc/>
    public Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        CheckPage(read.CountMax);
        var bounds = PageBounds.Of(read.After, read.Direction, read.CountMax, ScanMax);
        return AnswerAsync(
            options, (database, token) => FeedPages.Collect(database, WayOf(database, read.Filter, bounds), bounds, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken) =>
        ReadAsync((database, _) => FeedPosition.FromStore(FeedPages.HeadOf(database)), cancellationToken);

    /// <inheritdoc/>
    public Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        ReadAsync((database, _) => FindPosition(database, Instants.ToStore(instant)), cancellationToken);

    private IEnumerable<LookedAt> WayOf(SqliteDatabase database, FeedFilter filter, PageBounds bounds)
    {
        var sources = new FeedSources(database, _names, _deleted, bounds.IsForward, SetApart);
        if (filter.Stream is { } stream)
            return OnlyPassing(sources.OfStream(bounds.After, stream), filter);
        if (filter.Types.Count is > 0 and <= TypesByIndexMax)
            return OnlyPassing(sources.OfTypes(bounds.After, filter.Types), filter);
        if (filter.Category is null && filter.Types.Count == 0)
            return sources.All(bounds.After, filter.IncludeSystem);
        return sources.Matching(bounds.After, (stream, type) =>
            (filter.IncludeSystem || !stream.IsSystem)
            && (filter.Category is null || stream.Category == filter.Category)
            && (filter.Types.Count == 0 || filter.Types.Contains(type)));
    }

    private static IEnumerable<LookedAt> OnlyPassing(IEnumerable<LookedAt> way, FeedFilter filter)
    {
        foreach (var row in way)
            yield return row.Event is { } e && !filter.Passes(e) ? row with { Event = null } : row;
    }

    // Positions are dense and recorded times never decrease along them.
    private static FeedPosition FindPosition(SqliteDatabase database, long instant)
    {
        var (low, high) = (0L, FeedPages.HeadOf(database));
        using var probe = database.Prepare(RecordedAtOf);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            probe.Reset();
            if (!probe.Bind(1, middle + 1).Step())
                throw new InvalidOperationException($"Expected an event at position {middle + 1}, found none.");
            if (probe.Number(0) < instant)
                low = middle + 1;
            else
                high = middle;
        }

        return FeedPosition.FromStore(low);
    }
}
