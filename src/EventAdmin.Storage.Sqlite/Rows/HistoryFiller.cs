using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Rows;

/// <summary>Gives the events of a file from before there were hashes theirs.</summary>
internal static class HistoryFiller
{
    private const string InOrder = $"SELECT {EventRowReader.Columns} FROM events ORDER BY stream, version";
    private const string SetHashes = "UPDATE events SET previous_hash = ?2, hash = ?3 WHERE position = ?1";

    /// <summary>Computes every hash, stream by stream. Runs in the caller's transaction.</summary>
    public static void Fill(SqliteDatabase database)
    {
        var reader = new EventRowReader(database, new NameCache());
        var stream = 0L;
        var history = default(HistoryHash);
        using var rows = database.Prepare(InOrder);
        using var update = database.Prepare(SetHashes);
        while (rows.Step())
        {
            if (rows.Number(1) != stream)
            {
                stream = rows.Number(1);
                history = HistoryHasher.Seed(reader.StreamOf(rows));
            }

            var hash = reader.ComputeHash(rows, history);
            update.Bind(1, rows.Number(0)).Bind(2, history).Bind(3, hash).Run();
            history = hash;
        }
    }
}
