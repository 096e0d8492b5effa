using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Verification;

/// <summary>Holds one stream against its hashes.</summary>
internal static class StreamCheck
{
    private const string Rows = $"SELECT {EventRowReader.Columns} FROM events WHERE stream = ?1 ORDER BY version";

    /// <summary>What is wrong with a stream, in a sentence; null when all of it fits.</summary>
    public static string? FindDamage(SqliteDatabase database, StreamId stream)
    {
        if (StreamRow.Find(database, stream) is not { } known)
            return $"There is no stream {stream}.";
        var reader = new EventRowReader(database, new NameCache());
        using var rows = database.Prepare(Rows);
        rows.Bind(1, known.Number);
        try
        {
            for (var version = 0L; rows.Step(); version++)
            {
                reader.Verify(rows);
                if (rows.Number(2) != version)
                    return $"Event {StreamVersion.Of(version)} of {stream} is missing.";
            }
        }
        catch (EventDamagedException e)
        {
            return e.Message;
        }

        return null;
    }
}
