using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>Copies the WAL into the database, between two transactions of the writer loop and never beside a write. The writer loop's own.</summary>
internal sealed class Checkpointer(SqliteDatabase database, SqliteStorageOptions options, ILogger logger)
{
    // A reader that holds an old frame must not hold up the appends behind a checkpoint: it is tried again soon.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly long _pageBytes = ConnectionSettings.PageBytes(database);
    private long _truncateAgainAt;
    private bool _isTruncated;

    /// <summary>Checkpoints made.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of the WAL in use when last looked at.</summary>
    public long WalBytes { get; private set; }

    /// <summary>True once after the WAL was cut back: all that was committed is in the database file, flushed.</summary>
    public bool TakeTruncated()
    {
        var isTruncated = _isTruncated;
        _isTruncated = false;
        return isTruncated;
    }

    /// <summary>After a commit: copies, or copies and cuts back, when the WAL has grown enough.</summary>
    public void AfterCommit()
    {
        var (frames, checkpointed) = database.LookAtWal();
        WalBytes = frames * _pageBytes;
        if (WalBytes >= options.TruncateBytes && WalBytes >= _truncateAgainAt)
            Truncate();
        else if ((frames - checkpointed) * _pageBytes >= options.CheckpointBytes)
            Try(passively: true);
    }

    /// <summary>When nothing was written for a while, or the store closes.</summary>
    public void Truncate()
    {
        // A reader in the way leaves the WAL as it is: the next try waits for as much again.
        _isTruncated |= Try(passively: false);
        _truncateAgainAt = _isTruncated ? 0 : WalBytes + options.CheckpointBytes;
    }

    private bool Try(bool passively)
    {
        try
        {
            database.WaitWhenBusy(Patience);
            var (frames, checkpointed) = passively ? database.CheckpointPassively() : database.CheckpointAndTruncate();
            Count++;
            WalBytes = passively ? frames * _pageBytes : 0;
            logger.Checkpointed(checkpointed, passively ? "passive" : "truncate");
            return true;
        }
        catch (SqliteCallException e) when (OutcomeTable.Judge(WritePhase.BeforeBegin, e.Code, isRolledBack: true)
            is WriteVerdict.NotExecuted { DegradesStore: false })
        {
            // Busy or out of space: the WAL keeps what it holds, and nothing is lost by waiting.
            logger.CheckpointPostponed(e.Code);
            return false;
        }
        finally
        {
            database.WaitWhenBusy(options.BusyTimeout);
        }
    }
}
