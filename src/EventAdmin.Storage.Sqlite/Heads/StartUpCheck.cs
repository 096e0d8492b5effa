using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Heads;

/// <summary>
/// Holds a database against its head file before anything is served: what was acknowledged must be there, whole, and nothing else than
/// the one group whose record was not yet written when the process ended.
/// </summary>
internal sealed class StartUpCheck(SqliteDatabase database, NameCache names, int groupAppendsMax)
{
    private const int LostNamedMax = 20;
    private const string TailRows = $"SELECT {EventRowReader.Columns} FROM events WHERE position > ?1 ORDER BY position";
    private const string HashAtPosition = "SELECT hash FROM events WHERE position = ?1";

    private const string HashAtVersion = """
        SELECT events.hash FROM streams JOIN events ON events.stream = streams.id
        WHERE streams.name = ?1 AND events.version = ?2
        """;

    /// <summary>The id that the store was made with.</summary>
    public static Guid StoreId(SqliteDatabase database)
    {
        using var row = database.Prepare("SELECT id FROM store");
        return row.Step() && row.Bytes(0).Length == 16
            ? row.Guid(0)
            : throw new StoreUnusableException("The file does not say which store it is: its table 'store' is empty.");
    }

    /// <summary>What a base record would say now.</summary>
    public static BaseRecord BaseOf(SqliteDatabase database)
    {
        var last = database.QueryNumber("SELECT max(position) FROM events") ?? 0;
        return new BaseRecord { Store = StoreId(database), LastPosition = last, LastHistory = last == 0 ? default : HashAt(database, last) ?? default };
    }

    public StartUpFinding Compare(HeadReading reading)
    {
        var found = database.QueryNumber("SELECT max(position) FROM events") ?? 0;
        return reading switch
        {
            HeadReading.Missing when found == 0 => new StartUpFinding.New(),
            HeadReading.Missing => Suspect(
                $"The head file is missing, so nothing proves that the {Text(found)} events in the database are all that were acknowledged"),
            HeadReading.Unreadable unreadable => Suspect($"The head file can't be used ({unreadable.Reason}), so nothing proves what was acknowledged"),
            HeadReading.Whole whole => Compare(whole, found),
            _ => throw new InvalidOperationException($"Expected a known reading, found {reading.GetType().Name}."),
        };
    }

    private StartUpFinding Compare(HeadReading.Whole heads, long found)
    {
        if (heads.Base.Store != StoreId(database))
            return Suspect("The head file belongs to another store: the database was replaced, or is new");
        if (found < heads.LastPosition)
            return Behind(heads, found);
        if (heads.Base.LastPosition > 0 && HashAt(database, heads.Base.LastPosition) != heads.Base.LastHistory)
            return Suspect($"The event at position {Text(heads.Base.LastPosition)} is not the one that the head file begins with");
        var points = heads.FindPoints();
        foreach (var (stream, version, history) in points.Values)
        {
            if (HashAt(stream, version) != history)
                return Suspect($"Stream {stream} does not have the history at v{Text(version)} that was acknowledged");
        }

        return CheckTail(heads, found);
    }

    // Every row since the base record fits its hash and goes on from its stream, and beyond the last record stands one group at most.
    private StartUpFinding CheckTail(HeadReading.Whole heads, long found)
    {
        var points = new Dictionary<StreamId, StreamPoint>();
        var beyond = new Beyond();
        var expected = heads.Base.LastPosition;
        var reader = new EventRowReader(database, names);
        using var rows = database.Prepare(TailRows);
        rows.Bind(1, heads.Base.LastPosition);
        try
        {
            while (rows.Step())
            {
                // Verified first: a damaged row may lead to no stream.
                var history = reader.Verify(rows);
                var (stream, version) = (reader.StreamOf(rows), rows.Number(2));
                if (rows.Number(0) != ++expected)
                    return Suspect($"The event at position {Text(expected)} is missing");
                if (PreviousOf(points, stream, version) != reader.Previous)
                    return Suspect($"Event v{Text(version)} of {stream} does not go on from the one before it");
                var point = points[stream] = new StreamPoint(stream, version, history);
                if (expected > heads.LastPosition)
                    beyond.Add(rows, point);
            }
        }
        catch (EventDamagedException e)
        {
            return Suspect(e.Message.TrimEnd('.'));
        }

        if (beyond.Streams.Count == 0)
            return new StartUpFinding.Clean();
        return beyond.IsOneGroup && beyond.Appends <= groupAppendsMax
            ? new StartUpFinding.OneGroupAhead(heads.LastPosition + 1, found, [.. beyond.Streams.Values])
            : Suspect(
                $"The database holds {Text(found - heads.LastPosition)} events beyond the {Text(heads.LastPosition)} that the head file knows, more than "
                + "one group: the head file is old, or the database was replaced");
    }

    private HistoryHash? PreviousOf(Dictionary<StreamId, StreamPoint> points, StreamId stream, long version)
    {
        if (version == 0)
            return HistoryHasher.Seed(stream);
        if (!points.TryGetValue(stream, out var point))
            return HashAt(stream, version - 1);
        return point.Version == version - 1 ? point.History : null;
    }

    private StartUpFinding.Suspect Behind(HeadReading.Whole heads, long found)
    {
        var lost = new List<StreamPoint>();
        foreach (var point in heads.FindPoints().Values.OrderBy(point => point.Stream, StreamId.ByName))
        {
            if (HashAt(point.Stream, point.Version) is null)
                lost.Add(point);
        }

        var named = string.Join(", ", lost.Take(LostNamedMax).Select(point => $"{point.Stream} up to v{Text(point.Version)}"));
        var more = lost.Count > LostNamedMax ? $" and {Text(lost.Count - LostNamedMax)} more" : "";
        return Suspect(
            $"Acknowledged events are gone: {Text(heads.LastPosition)} events expected, {Text(found)} found"
            + (lost.Count == 0 ? "" : $"; streams that lost events: {named}{more}"));
    }

    private HistoryHash? HashAt(StreamId stream, long version)
    {
        using var row = database.Prepare(HashAtVersion);
        return row.Bind(1, stream.Value).Bind(2, version).Step() ? row.Hash(0) : null;
    }

    private static HistoryHash? HashAt(SqliteDatabase database, long position)
    {
        using var row = database.Prepare(HashAtPosition);
        return row.Bind(1, position).Step() ? row.Hash(0) : null;
    }

    private static StartUpFinding.Suspect Suspect(string reason) => new(reason);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // A group has one recorded time.
    private sealed class Beyond
    {
        private long? _recordedAt;

        public Dictionary<StreamId, StreamPoint> Streams { get; } = [];

        public bool IsOneGroup { get; private set; } = true;

        public int Appends { get; private set; }

        public void Add(SqliteStatement row, StreamPoint point)
        {
            Streams[point.Stream] = point;
            IsOneGroup &= _recordedAt is null || _recordedAt == row.Number(EventRowReader.RecordedAt);
            _recordedAt = row.Number(EventRowReader.RecordedAt);
            if (row.Number(EventRowReader.AppendIndex) == 0)
                Appends++;
        }
    }
}
