using EventAdmin.EventSourcing.Storage;
using static SQLitePCL.raw;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>How far a group of writes had come when SQLite failed it.</summary>
public enum WritePhase
{
    /// <summary><c>BEGIN IMMEDIATE</c> had not succeeded.</summary>
    BeforeBegin,

    /// <summary>Between <c>BEGIN</c> and <c>COMMIT</c>.</summary>
    InTransaction,

    /// <summary><c>COMMIT</c> had been sent.</summary>
    Commit,
}

/// <summary>What is known about a group of writes that SQLite failed.</summary>
public abstract record WriteVerdict
{
    private WriteVerdict()
    {
    }

    /// <summary>Nothing of it is stored, and nothing ever will be.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="DegradesStore">True when the store can no longer prove its state: it serves reads only until it is opened again.</param>
    public sealed record NotExecuted(RefusalReason Reason, bool DegradesStore) : WriteVerdict;

    /// <summary>It may or may not be stored. The store serves reads only until it is opened again.</summary>
    public sealed record Unknown : WriteVerdict;

    /// <summary>A unique key refused it, and nothing of it is stored: decide it again with every id looked up.</summary>
    public sealed record DecideAgain : WriteVerdict;
}

/// <summary>From SQLite's result codes to verdicts. Pure; knows every code, and takes one that it does not know for the worst.</summary>
public static class OutcomeTable
{
    private static readonly WriteVerdict Busy = new WriteVerdict.NotExecuted(RefusalReason.Busy, DegradesStore: false);
    private static readonly WriteVerdict DiskFull = new WriteVerdict.NotExecuted(RefusalReason.DiskFull, DegradesStore: false);
    private static readonly WriteVerdict TooLarge = new WriteVerdict.NotExecuted(RefusalReason.LimitExceeded, DegradesStore: false);
    private static readonly WriteVerdict Degraded = new WriteVerdict.NotExecuted(RefusalReason.Degraded, DegradesStore: true);
    private static readonly WriteVerdict Unknown = new WriteVerdict.Unknown();
    private static readonly WriteVerdict DecideAgain = new WriteVerdict.DecideAgain();

    /// <summary>The verdict on a group of writes.</summary>
    /// <param name="phase">How far it had come.</param>
    /// <param name="code">SQLite's extended result code.</param>
    /// <param name="isRolledBack">True when no transaction is open any more (before <c>BEGIN</c>: always).</param>
    /// <exception cref="ArgumentOutOfRangeException">The code is not a failure.</exception>
    public static WriteVerdict Judge(WritePhase phase, int code, bool isRolledBack)
    {
        var primaryCode = code & 0xFF;
        if (primaryCode is SQLITE_OK or SQLITE_ROW or SQLITE_DONE)
            throw new ArgumentOutOfRangeException(nameof(code), code, "The code is not a failure.");
        if (phase != WritePhase.BeforeBegin && !isRolledBack)
            return Unknown;
        return phase == WritePhase.Commit ? JudgeCommit(code, primaryCode) : JudgeEarlier(phase, code, primaryCode);
    }

    /// <summary>True for a failure that may be over when the same read is tried again; false for one of the file itself.</summary>
    public static bool IsPassing(int code) => (code & 0xFF) is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_NOMEM or SQLITE_INTERRUPT
        or SQLITE_ABORT or SQLITE_SCHEMA or SQLITE_FULL or SQLITE_PROTOCOL or SQLITE_IOERR;

    /// <summary>
    /// True when the system failed a read, a write or a flush: what the disk holds is known only once everything was closed, opened and
    /// verified again.
    /// </summary>
    public static bool IsOfDisk(int code) => (code & 0xFF) == SQLITE_IOERR;

    // A commit frame is the last that is written and is valid only as a whole, so a commit whose write failed and was rolled back left none.
    // Of a failed flush nothing is known: the frame may be on the disk or not.
    private static WriteVerdict JudgeCommit(int code, int primaryCode) => primaryCode switch
    {
        SQLITE_IOERR when code == SQLITE_IOERR_WRITE => Degraded,
        SQLITE_BUSY or SQLITE_LOCKED => Busy,
        SQLITE_FULL => DiskFull,
        SQLITE_CONSTRAINT => Degraded,
        _ => Unknown,
    };

    private static WriteVerdict JudgeEarlier(WritePhase phase, int code, int primaryCode) => primaryCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => Busy,
        SQLITE_FULL => DiskFull,
        SQLITE_TOOBIG => TooLarge,
        SQLITE_NOMEM or SQLITE_INTERRUPT or SQLITE_ABORT or SQLITE_SCHEMA => Busy,
        SQLITE_IOERR when code == SQLITE_IOERR_NOMEM => Busy,
        SQLITE_CONSTRAINT when phase == WritePhase.InTransaction && IsKey(code) => DecideAgain,
        SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_PROTOCOL when phase == WritePhase.InTransaction => Unknown,
        _ => Degraded,
    };

    private static bool IsKey(int code) => code is SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY or SQLITE_CONSTRAINT_ROWID;
}
