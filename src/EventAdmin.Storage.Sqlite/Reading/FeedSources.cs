using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Reading;

/// <summary>
/// Ways through the feed in feed order, each by a key. A way tells every row that it looked at, with the event where it passes, so that
/// its reader can stop anywhere and say how far it looked. One per read.
/// </summary>
internal sealed class FeedSources(
    SqliteDatabase database, NameCache names, DeletedStreams deleted, bool isForward, Action<EventDamagedException> damaged)
{
    private const string Full = $"SELECT {EventRowReader.Columns} FROM events";
    private const string Narrow = "SELECT position, stream, version, type FROM events";
    private const string ByType = "SELECT position FROM events INDEXED BY events_by_type WHERE type = ?1 AND position";
    private const string PositionOfVersion = "SELECT position FROM events WHERE stream = ?1 AND version = ?2";

    private readonly EventRowReader _reader = new(database, names);

    /// <summary>Every event beyond a position; without those of the system's streams, when so asked.</summary>
    public IEnumerable<LookedAt> All(long after, bool includeSystem)
    {
        using var rows = database.Prepare(isForward
            ? $"{Full} WHERE position > ?1 ORDER BY position"
            : $"{Full} WHERE position < ?1 ORDER BY position DESC");
        rows.Bind(1, after);
        while (StepOn(rows, ref after))
        {
            var passes = Counts(rows) && (includeSystem || !IsOfSystem(rows));
            yield return new LookedAt(rows.Number(0), passes ? Read(rows) : null);
        }
    }

    /// <summary>Every event beyond a position whose stream and type pass. Data is read of those alone.</summary>
    public IEnumerable<LookedAt> Matching(long after, Func<StreamId, string, bool> passes)
    {
        using var rows = database.Prepare(isForward
            ? $"{Narrow} WHERE position > ?1 ORDER BY position"
            : $"{Narrow} WHERE position < ?1 ORDER BY position DESC");
        rows.Bind(1, after);
        while (StepOn(rows, ref after))
        {
            var isWanted = Counts(rows) && Passes(rows, passes);
            yield return new LookedAt(rows.Number(0), isWanted ? Find(rows.Number(0)) : null);
        }
    }

    /// <summary>Every event beyond a position of one of some types.</summary>
    public IEnumerable<LookedAt> OfTypes(long after, IEnumerable<string> types)
    {
        var open = new PriorityQueue<SqliteStatement, long>();
        try
        {
            foreach (var type in types)
            {
                if (NameCache.NumberOfType(database, type) is not { } number)
                    continue;
                var rows = database.Prepare(isForward ? $"{ByType} > ?2 ORDER BY position" : $"{ByType} < ?2 ORDER BY position DESC");
                Queue(open, rows.Bind(1, number).Bind(2, after));
            }

            while (open.TryDequeue(out var rows, out _))
            {
                var position = rows.Number(0);
                Queue(open, rows);
                yield return new LookedAt(position, Find(position));
            }
        }
        finally
        {
            while (open.TryDequeue(out var rows, out _))
                rows.Dispose();
        }
    }

    /// <summary>Every event beyond a position of one stream.</summary>
    public IEnumerable<LookedAt> OfStream(long after, StreamId stream)
    {
        if (StreamRow.Find(database, stream) is not { HasEvents: true } row)
            yield break;
        var from = VersionBeyond(row, after);
        using var rows = database.Prepare(isForward
            ? $"{Full} WHERE stream = ?1 AND version >= ?2 ORDER BY version"
            : $"{Full} WHERE stream = ?1 AND version <= ?2 AND version >= ?3 ORDER BY version DESC");
        rows.Bind(1, row.Number).Bind(2, from);
        if (!isForward)
            rows.Bind(3, row.First);
        while (rows.Step())
            yield return new LookedAt(rows.Number(0), Read(rows));
    }

    /// <summary>Every event beyond a position with a value in an indexed column of text.</summary>
    public IEnumerable<LookedAt> WithText(long after, IndexedText column, string value)
    {
        var (name, index) = column switch
        {
            IndexedText.Correlation => ("correlation_id", "events_by_correlation"),
            IndexedText.Causation => ("causation_id", "events_by_causation"),
            _ => throw new InvalidOperationException($"Expected an indexed column, found {column}."),
        };
        using var rows = database.Prepare(isForward
            ? $"{Full} INDEXED BY {index} WHERE {name} = ?1 AND position > ?2 ORDER BY position"
            : $"{Full} INDEXED BY {index} WHERE {name} = ?1 AND position < ?2 ORDER BY position DESC");
        rows.Bind(1, value).Bind(2, after);
        while (rows.Step())
            yield return new LookedAt(rows.Number(0), Counts(rows) ? Read(rows) : null);
    }

    /// <summary>The events beyond a position of one append, which stand in a row.</summary>
    public IEnumerable<LookedAt> OfAppend(long after, AppendId append)
    {
        if (EventQueries.FindAppend(database, append) is not var (first, count))
            yield break;
        for (var i = 0; i < count; i++)
        {
            var position = isForward ? first + i : first + count - 1 - i;
            if (isForward ? position > after : position < after)
                yield return new LookedAt(position, Find(position));
        }
    }

    // Positions have no hole: where one seems to be, a page of the file is not what was written, and what else it shows is worth nothing.
    private bool StepOn(SqliteStatement rows, ref long last)
    {
        if (!rows.Step())
        {
            if (!isForward && last > 1 && FeedPages.HeadOf(database) > 0)
                throw Hole(0, last);
            return false;
        }

        var position = rows.Number(0);
        if (isForward ? position != last + 1 : position != last - 1 && last <= FeedPages.HeadOf(database))
            throw Hole(position, last);
        last = position;
        return true;
    }

    private static SqliteCallException Hole(long position, long last) =>
        new(SQLitePCL.raw.SQLITE_CORRUPT, string.Create(CultureInfo.InvariantCulture, $"position {position} stands beside position {last}"));

    private static void Queue(PriorityQueue<SqliteStatement, long> open, SqliteStatement rows, bool isForward)
    {
        if (rows.Step())
            open.Enqueue(rows, isForward ? rows.Number(0) : -rows.Number(0));
        else
            rows.Dispose();
    }

    private void Queue(PriorityQueue<SqliteStatement, long> open, SqliteStatement rows) => Queue(open, rows, isForward);

    // A hole would let a reader believe that there is nothing: the place of a damaged event is filled by a marker.
    private RecordedEvent Read(SqliteStatement row)
    {
        try
        {
            return _reader.Read(row);
        }
        catch (EventDamagedException e)
        {
            damaged(e);
            return Unreadable.Marker(row, e);
        }
    }

    private bool IsOfSystem(SqliteStatement row) => Passes(row, static (stream, _) => stream.IsSystem, isPassing: false);

    // A row whose numbers lead to no name is damaged, and shown as that.
    private bool Passes(SqliteStatement row, Func<StreamId, string, bool> passes, bool isPassing = true)
    {
        try
        {
            return passes(names.StreamOf(database, row.Number(1)), names.TypeOf(database, row.Number(3)));
        }
        catch (InvalidOperationException)
        {
            return isPassing;
        }
    }

    private bool Counts(SqliteStatement row) => deleted.Counts(row.Number(1), row.Number(2));

    private RecordedEvent? Find(long position)
    {
        using var rows = database.Prepare($"{Full} WHERE position = ?1");
        return rows.Bind(1, position).Step() && Counts(rows) ? Read(rows) : null;
    }

    // Positions rise with the versions of a stream.
    private long VersionBeyond(StreamRow row, long after)
    {
        var (low, high) = (row.First, row.Last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            using var probe = database.Prepare(PositionOfVersion);
            var position = probe.Bind(1, row.Number).Bind(2, middle).Step()
                ? probe.Number(0)
                : throw new InvalidOperationException($"Expected version {middle} of stream number {row.Number}, found none.");
            if (isForward ? position > after : position >= after)
                high = middle;
            else
                low = middle + 1;
        }

        return isForward ? low : low - 1;
    }
}

/// <summary>A row of the feed that was looked at.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Event">The event; null when it does not pass.</param>
internal readonly record struct LookedAt(long Position, RecordedEvent? Event);

/// <summary>A column of text by which events are looked up.</summary>
internal enum IndexedText
{
    Correlation,
    Causation,
}
