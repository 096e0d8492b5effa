using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;

namespace EventAdmin.Storage.Sqlite.Writing;

/// <summary>Runs a body inside one transaction of the writer's connection and judges what came of it.</summary>
internal static class Transaction
{
    /// <summary>Runs the body and commits when it says that there is something to commit.</summary>
    /// <param name="database">The writer's connection, with no transaction open.</param>
    /// <param name="body">The writes; false when it wrote nothing.</param>
    /// <returns>Null when it is committed, or there was nothing to commit; else what failed, with the transaction gone.</returns>
    public static WriteFailure? Run(SqliteDatabase database, Func<bool> body)
    {
        var phase = WritePhase.BeforeBegin;
        try
        {
            database.Run("BEGIN IMMEDIATE");
            phase = WritePhase.InTransaction;
            if (!body())
            {
                database.Run("ROLLBACK");
                return null;
            }

            phase = WritePhase.Commit;
            database.Run("COMMIT");
            return null;
        }
        catch (SqliteCallException e)
        {
            var isRolledBack = TryRollBack(database);
            return new WriteFailure(OutcomeTable.Judge(phase, e.Code, isRolledBack), phase, e.Code, e.Message) { IsOfDisk = OutcomeTable.IsOfDisk(e.Code) };
        }
        catch (IOException e) when (phase == WritePhase.InTransaction && TryRollBack(database))
        {
            // A file beside the database had no room, or failed, before anything was committed.
            var isFull = DiskSpace.IsLacking(e);
            return new WriteFailure(
                new WriteVerdict.NotExecuted(isFull ? RefusalReason.DiskFull : RefusalReason.Degraded, DegradesStore: !isFull), phase, e.HResult, e.Message)
            { IsOfDisk = !isFull };
        }
        catch
        {
            TryRollBack(database);
            throw;
        }
    }

    private static bool TryRollBack(SqliteDatabase database)
    {
        try
        {
            // After some errors SQLite has rolled back already.
            if (!database.IsAutocommit)
                database.Run("ROLLBACK");
        }
        catch (SqliteCallException)
        {
            // What failed before is what is told; whether a transaction is still open decides the verdict.
        }

        return database.IsAutocommit;
    }
}

/// <summary>What failed in a transaction.</summary>
internal sealed record WriteFailure(WriteVerdict Verdict, WritePhase Phase, int Code, string Message)
{
    /// <summary>True when the system failed a read, a write or a flush.</summary>
    public required bool IsOfDisk { get; init; }
}
