using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    private const string EmptyStream = "UPDATE streams SET first_version = ?2 WHERE id = ?1";
    private const string UncountStream = "UPDATE categories SET streams = streams - 1, events = events - ?2 WHERE id = ?1";
    private const string DeleteSnapshots = "DELETE FROM snapshots WHERE stream = ?1";

    // The newest event of each stream that has some left; one seek a stream.
    private const string RenewCategory = """
        UPDATE categories SET last_at = (
            SELECT max(newest.recorded_at)
            FROM streams JOIN events AS newest ON newest.stream = streams.id
                AND newest.version = (SELECT max(version) FROM events WHERE stream = streams.id)
            WHERE streams.category = ?1 AND newest.version >= streams.first_version)
        WHERE id = ?1
        """;

    private void WriteDelete(WriteWork.Delete delete)
    {
        try
        {
            if (_degraded is { } reason)
                throw new StoreUnavailableException(reason);
            var deleted = 0;
            var failure = Transaction.Run(_database, () =>
            {
                deleted = DeleteIn(_database, delete.Streams);
                return deleted > 0;
            });
            if (failure is not null)
                throw ExceptionFor(failure);
            _history.Forget();
            _deleted.Load(_database);
            if (deleted > 0)
                Counts.CountCommit();
            delete.Completion.SetResult(deleted);
            _changed.Raise();
            if (deleted > 0)
                AfterCommit();
        }
        catch (Exception e)
        {
            // Told to the one who asked; the loop goes on for the others.
            if (e is not EventStorageException)
                _logger.WriteFailed(e);
            delete.Completion.TrySetException(e);
        }
    }

    private int DeleteIn(SqliteDatabase database, IReadOnlyCollection<StreamId> streams)
    {
        var categories = new HashSet<long>();
        var deleted = 0;
        foreach (var stream in streams.Distinct())
        {
            var known = _history.Find(stream);
            if (!known.HasEvents)
                continue;
            using var empty = database.Prepare(EmptyStream);
            empty.Bind(1, known.Number).Bind(2, known.Next).Run();
            using var uncount = database.Prepare(UncountStream);
            uncount.Bind(1, known.Category).Bind(2, known.Next - known.First).Run();
            using var snapshots = database.Prepare(DeleteSnapshots);
            snapshots.Bind(1, stream.Value).Run();
            categories.Add(known.Category);
            deleted++;
        }

        using var renew = database.Prepare(RenewCategory);
        foreach (var category in categories)
            renew.Bind(1, category).Run();
        return deleted;
    }
}
