using EventAdmin.EventSourcing.Events;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>Single events by their keys.</summary>
internal static class EventQueries
{
    private const string ById = $"SELECT {EventRowReader.Columns} FROM events WHERE event_id = ?1 AND position <= ?2";
    private const string ByPosition = $"SELECT {EventRowReader.Columns} FROM events WHERE position = ?1";
    private const string FirstOfAppend = "SELECT position, append_count FROM events WHERE append_id = ?1 AND append_index = 0";

    /// <summary>The event with an id, if it does not stand beyond a position.</summary>
    public static RecordedEvent? Find(SqliteDatabase database, EventRowReader reader, EventId id, long positionMax = long.MaxValue)
    {
        using var row = database.Prepare(ById);
        return row.Bind(1, id.Value).Bind(2, positionMax).Step() ? reader.Read(row) : null;
    }

    public static RecordedEvent? FindAt(SqliteDatabase database, EventRowReader reader, long position)
    {
        using var row = database.Prepare(ByPosition);
        return row.Bind(1, position).Step() ? reader.Read(row) : null;
    }

    /// <summary>The first position of an append and the number of its events, which stand in a row; null when there is no such append.</summary>
    public static (long First, long Count)? FindAppend(SqliteDatabase database, AppendId append)
    {
        using var row = database.Prepare(FirstOfAppend);
        return row.Bind(1, append.Value).Step() ? (row.Number(0), row.Number(1)) : null;
    }
}
