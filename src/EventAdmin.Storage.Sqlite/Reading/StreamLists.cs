using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Reading;

/// <summary>Pages of the catalogue of streams. One per read.</summary>
internal sealed class StreamLists(SqliteDatabase database, NameCache names, DeletedStreams deleted)
{
    private const int RowsBetweenLooksAtCancellation = 64;
    private const string Columns = "SELECT id, category, first_version, first_at, name FROM streams";
    private const string NewestFirst = "SELECT position, stream, version FROM events WHERE position < ?1 ORDER BY position DESC";
    private const string NextVersion = "SELECT 1 FROM events WHERE stream = ?1 AND version = ?2";
    private const string ByNumber = "SELECT id, category, first_version, first_at FROM streams WHERE id = ?1";
    private const string CategoryNumber = "SELECT id FROM categories WHERE name = ?1";

    /// <summary>By name, in the order of the UTF-8 bytes.</summary>
    public StreamListPage ByName(StreamListRead read, CancellationToken cancellationToken)
    {
        var isForward = read.Direction == ReadDirection.Forward;
        long? category = null;
        if (read.Category is not null && (category = FindCategory(read.Category)) is null)
            return new StreamListPage([], NextBefore: null, IsEnd: true);

        var streams = new List<StreamHead>();
        var looked = 0;
        foreach (var range in NameRange.Of(read.Prefix, read.After?.Value, isForward, read.IncludeSystem))
        {
            using var rows = OpenRange(range, category, isForward);
            while (rows.Step())
            {
                if (++looked % RowsBetweenLooksAtCancellation == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                if (HeadOf(rows, StreamId.Parse(rows.Text(4))) is not { } head)
                    continue;
                if (streams.Count == read.CountMax)
                    return new StreamListPage(streams, NextBefore: null, IsEnd: false);
                streams.Add(head);
            }
        }

        return new StreamListPage(streams, NextBefore: null, IsEnd: true);
    }

    /// <summary>By newest change: walks the feed backward; a stream stands where its newest event stands.</summary>
    public StreamListPage ByChange(StreamListRead read, int scanMax, CancellationToken cancellationToken)
    {
        var streams = new List<StreamHead>();
        var seen = new HashSet<long>();
        var looked = 0;
        using var rows = database.Prepare(NewestFirst);
        rows.Bind(1, read.ChangedBefore?.ToStore() ?? long.MaxValue);
        while (rows.Step())
        {
            var (position, stream, version) = (rows.Number(0), rows.Number(1), rows.Number(2));
            // A stream met for the first time in this page may still have changed beyond its start.
            if (seen.Add(stream) && !HasVersion(stream, version + 1) && deleted.Counts(stream, version)
                && Passes(read, names.StreamOf(database, stream)) && FindHead(stream) is { } head)
            {
                if (streams.Count == read.CountMax)
                    return new StreamListPage(streams, streams[^1].LastPosition, IsEnd: false);
                streams.Add(head);
            }

            if (++looked >= scanMax)
                return new StreamListPage(streams, FeedPosition.FromStore(position), IsEnd: false);
            if (looked % RowsBetweenLooksAtCancellation == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        return new StreamListPage(streams, streams.Count > 0 ? streams[^1].LastPosition : read.ChangedBefore, IsEnd: true);
    }

    private static bool Passes(StreamListRead read, StreamId stream) =>
        (read.IncludeSystem || !stream.IsSystem)
        && (read.Category is null || stream.Category == read.Category)
        && stream.Value.StartsWith(read.Prefix, StringComparison.Ordinal);

    private SqliteStatement OpenRange(NameRange range, long? category, bool isForward)
    {
        var order = isForward ? "ORDER BY name" : "ORDER BY name DESC";
        var rows = database.Prepare(category is null
            ? $"{Columns} WHERE name >= ?1 AND name < ?2 {order}"
            : $"{Columns} INDEXED BY streams_by_category WHERE category = ?3 AND name >= ?1 AND name < ?2 {order}");
        rows.BindText(1, range.From).BindText(2, range.To);
        if (category is { } number)
            rows.Bind(3, number);
        return rows;
    }

    private long? FindCategory(string name)
    {
        using var row = database.Prepare(CategoryNumber);
        return row.Bind(1, name).Step() ? row.Number(0) : null;
    }

    private bool HasVersion(long stream, long version)
    {
        using var probe = database.Prepare(NextVersion);
        return probe.Bind(1, stream).Bind(2, version).Step();
    }

    private StreamHead? FindHead(long number)
    {
        using var row = database.Prepare(ByNumber);
        return row.Bind(1, number).Step() ? HeadOf(row, names.StreamOf(database, number)) : null;
    }

    private StreamHead? HeadOf(SqliteStatement row, StreamId stream) =>
        StreamRow.Complete(database, row.Number(0), row.Number(1), row.Number(2), row.Number(3)).ToHead(stream);
}
