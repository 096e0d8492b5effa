using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Reading;

/// <summary>Makes a page of a way through the feed.</summary>
internal static class FeedPages
{
    /// <summary>Data of a page, after which it ends: events may be large, and a page stands in memory as a whole.</summary>
    public const long BytesMax = 16 * 1024 * 1024;

    private const int RowsBetweenLooksAtCancellation = 64;

    /// <summary>Goes until the page is full and one more event is seen, until <see cref="PageBounds.ScanMax"/> rows were looked at, or to the end.</summary>
    public static FeedPage Collect(
        SqliteDatabase database, IEnumerable<LookedAt> way, PageBounds bounds, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        var looked = 0;
        long bytes = 0;
        foreach (var (position, e) in way)
        {
            if (e is not null)
            {
                if (events.Count == bounds.CountMax || bytes >= BytesMax)
                    return new FeedPage(events, events[^1].Position, IsEnd: false);
                events.Add(e);
                bytes += e.Data.Length;
            }

            if (++looked == bounds.ScanMax)
                return new FeedPage(events, FeedPosition.FromStore(position), IsEnd: false);
            if (looked % RowsBetweenLooksAtCancellation == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        var reached = bounds.IsForward ? Math.Max(HeadOf(database), bounds.After) : 0;
        return new FeedPage(events, FeedPosition.FromStore(reached), IsEnd: true);
    }

    /// <summary>The position of the newest event; 0 when there is none.</summary>
    public static long HeadOf(SqliteDatabase database) => database.QueryNumber("SELECT max(position) FROM events") ?? 0;
}

/// <summary>Where a page starts and how far it may go.</summary>
internal sealed record PageBounds
{
    public required bool IsForward { get; init; }

    public required long After { get; init; }

    public required int CountMax { get; init; }

    public required int ScanMax { get; init; }

    public static PageBounds Of(FeedPosition? after, ReadDirection direction, int countMax, int scanMax) => new()
    {
        IsForward = direction == ReadDirection.Forward,
        After = after?.ToStore() ?? (direction == ReadDirection.Forward ? 0 : long.MaxValue),
        CountMax = countMax,
        // A page must be able to fill, and to see that there is one more.
        ScanMax = Math.Max(scanMax, countMax + 1),
    };
}
