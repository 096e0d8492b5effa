using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Reading;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    private const string StreamForward =
        $"SELECT {EventRowReader.Columns} FROM events WHERE stream = ?1 AND version >= ?2 AND version <= ?3 ORDER BY version";

    private const string StreamBackward = StreamForward + " DESC";

    /// <inheritdoc/>
    public Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        CheckPage(read.CountMax);
        return AnswerAsync(options, (database, token) => ReadStream(database, read, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken) =>
        AnswerAsync(options, (database, _) => StreamRow.Find(database, stream)?.ToHead(stream), cancellationToken);

    private StreamPage ReadStream(SqliteDatabase database, StreamRead read, CancellationToken cancellationToken)
    {
        if (StreamRow.Find(database, read.Stream) is not { HasEvents: true } row)
            return new StreamPage(Head: null, [], Next: null);
        var isForward = read.Direction == ReadDirection.Forward;
        // Versions have no gap, so the page's edges are known before it is read, unless its bytes end it earlier.
        var (from, to) = isForward
            ? FirstToLast(Math.Max(read.From?.Value ?? 0, row.First), row.Last, read.CountMax)
            : LastToFirst(Math.Min(read.From?.Value ?? long.MaxValue, row.Last), row.First, read.CountMax);
        var events = new List<RecordedEvent>((int)Math.Max(0, to - from + 1));
        var reader = new EventRowReader(database, _names);
        using var rows = database.Prepare(isForward ? StreamForward : StreamBackward);
        rows.Bind(1, row.Number).Bind(2, from).Bind(3, to);
        long bytes = 0;
        try
        {
            while (bytes < FeedPages.BytesMax && rows.Step())
            {
                RequireVersion(rows.Number(2), read.Stream, isForward ? from + events.Count : to - events.Count);
                events.Add(read.MarksDamaged ? ReadOrMark(reader, rows) : reader.Read(rows));
                bytes += events[^1].Data.Length;
                if (events.Count % 64 == 0)
                    cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (EventDamagedException e) when (events.Count > 0)
        {
            // What stands before it is sound and is answered; the next page begins with the damage and says so.
            SetApart(e);
        }

        return new StreamPage(row.ToHead(read.Stream), events, NextOf(events, row, isForward));
    }

    // Versions have no gap: one that is missing is damage, and no reader may go over it.
    private static void RequireVersion(long version, StreamId stream, long expected)
    {
        if (version != expected)
            throw new EventDamagedException(stream, StreamVersion.Of(expected), "it is missing");
    }

    private RecordedEvent ReadOrMark(EventRowReader reader, SqliteStatement row)
    {
        try
        {
            return reader.Read(row);
        }
        catch (EventDamagedException e)
        {
            SetApart(e);
            return Unreadable.Marker(row, e);
        }
    }

    private static StreamVersion? NextOf(List<RecordedEvent> events, StreamRow row, bool isForward)
    {
        if (events.Count == 0 || events[^1].Version.Value == (isForward ? row.Last : row.First))
            return null;
        return StreamVersion.Of(events[^1].Version.Value + (isForward ? 1 : -1));
    }

    private static (long From, long To) FirstToLast(long from, long last, int countMax) => (from, Math.Min(last, from - 1 + countMax));

    private static (long From, long To) LastToFirst(long to, long first, int countMax) => (Math.Max(first, to + 1 - countMax), to);
}
