using System.Diagnostics.CodeAnalysis;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Heads;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    // Appends whose callers were told that nobody knows, since the files were last verified.
    private readonly List<AppendId> _unsettled = [];

    /// <summary>
    /// After the disk failed a write or a flush. A flush that succeeds later proves nothing about what the failed one should have written: the
    /// system may have dropped it. So nothing that was open is trusted: everything is closed without copying the WAL, opened alone, copied
    /// with flushes that succeed, and held against the head file. Only then appends are taken again; when any step fails, they are not.
    /// </summary>
    private void VerifyWhenDistrusted()
    {
        if (_verifying is not { } verifying)
            return;
#if PLANTED_BUGS
        if (Planted.Is(PlantedBug.P6))
        {
            (_verifying, _degraded) = (null, null);
            LookIntoFile();
            return;
        }
#endif
        try
        {
            using (_readers.Pause(_options.BusyTimeout))
            {
                Reopen();
                // Said only while nothing worse was found by somebody else.
                Interlocked.CompareExchange(ref _degraded, value: null, verifying);
            }

            Counts.CountReopened();
            _logger.DiskVerified(_last.ToStore());
            _changed.Raise();
        }
        catch (Exception e) when (e is SqliteCallException or IOException or UnauthorizedAccessException or TimeoutException or EventStorageException)
        {
            Degrade($"What is on the disk could not be verified after a failed write: {e.Message.TrimEnd('.')}.");
        }
        finally
        {
            _verifying = null;
        }
    }

    private void Reopen()
    {
        _database.Dispose();
        _heads?.Dispose();
        // The index of the WAL says how much of it was copied, and that may never have reached the disk: SQLite makes it anew from the WAL,
        // of which it checks every frame.
        File.Delete(_path + "-shm");
        var database = ConnectionSettings.OpenWriter(_path, _options);
        try
        {
            database.CheckpointAndTruncate();
            Attach(database, CompareAndRebase(database));
        }
        catch
        {
            database.Dispose();
            throw;
        }

        _deleted.Load(_database);
        LookIntoFile();
        foreach (var append in _unsettled)
            _logger.UnknownSettled(append, EventQueries.FindAppend(_database, append) is null ? "was not stored" : "was stored");
        _unsettled.Clear();
    }

    private HeadFile CompareAndRebase(SqliteDatabase database)
    {
        switch (new StartUpCheck(database, new NameCache(), _options.GroupAppendsMax).Compare(HeadFile.Read(_headsPath)))
        {
            case StartUpFinding.Clean or StartUpFinding.OneGroupAhead:
                // All of it is in the database file, flushed: the head file begins anew, in a file of its own.
                return HeadFile.Start(_headsPath, _options.HeadsStepBytes, StartUpCheck.BaseOf(database));
            case StartUpFinding.Suspect suspect:
                throw new StoreUnusableException(suspect.Reason);
            case var finding:
                throw new StoreUnusableException($"The store is found {finding.GetType().Name} where it had a head file.");
        }
    }

    [MemberNotNull(nameof(_database), nameof(_history), nameof(_catalog), nameof(_rows), nameof(_checkpointer))]
    private void Attach(SqliteDatabase database, HeadFile? heads)
    {
        (_database, _heads) = (database, heads);
        _history = new WriterHistory(database, _names, _options.StreamsRememberedMax);
        _catalog = new Catalog(database);
        _rows = new EventRowWriter(database);
        _checkpointer = new Checkpointer(database, _options, _logger);
    }
}
