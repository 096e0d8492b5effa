using SQLitePCL;
using static SQLitePCL.raw;

namespace EventAdmin.Storage.Sqlite.Connections;

/// <summary>One open connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>Reports how far the WAL is without moving it (SQLite 3.51); the wrapper has no name for it yet.</summary>
    private const int CheckpointNoOp = -1;

    private const int BackupPages = 1024;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>True when no transaction is open.</summary>
    public bool IsAutocommit => sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Opens the file, making it when it is not there. Its settings are <see cref="ConnectionSettings"/>' to make.</summary>
    public static SqliteDatabase Open(string path)
    {
        Batteries_V2.Init();
        var code = sqlite3_open_v2(path, out var handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, null);
        if (code != SQLITE_OK)
        {
            var message = handle is null ? "out of memory" : sqlite3_errmsg(handle).utf8_to_string();
            handle?.Dispose();
            throw new SqliteCallException(code, $"{message} ({path})");
        }

        var database = new SqliteDatabase(handle);
        database.Check(sqlite3_extended_result_codes(handle, 1));
        return database;
    }

    /// <summary>Borrows the prepared statement of a text; dispose it to give it back.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = Compile(sql, isTransient: false);
        return (statement.IsBorrowed ? Compile(sql, isTransient: true) : statement).Borrow();
    }

    /// <summary>Runs a prepared statement without parameters and rows.</summary>
    public void Run(string sql)
    {
        using var statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>Runs a text of one or several statements once.</summary>
    public void Execute(string sql) => Check(sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row as a number; null when there is no row or no number in it.</summary>
    public long? QueryNumber(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.NumberOrNull(0) : null;
    }

    /// <summary>The first column of the first row as text.</summary>
    public string QueryText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    public void WaitWhenBusy(TimeSpan timeout) => Check(sqlite3_busy_timeout(_handle, (int)timeout.TotalMilliseconds));

    /// <summary>Closing the last connection must not copy WAL frames unchecked: checkpoints are the writer loop's alone.</summary>
    public void ForbidCheckpointOnClose() =>
        Check(sqlite3_db_config(_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _));

    /// <summary>True when closing does not checkpoint.</summary>
    public bool IsCheckpointOnCloseForbidden()
    {
        Check(sqlite3_db_config(_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, out var isForbidden));
        return isForbidden == 1;
    }

    /// <summary>The frames of the WAL that are in use, and how many of them are in the database file already.</summary>
    public (int Frames, int Checkpointed) LookAtWal() => Checkpoint(CheckpointNoOp);

    public (int Frames, int Checkpointed) CheckpointPassively() => Checkpoint(SQLITE_CHECKPOINT_PASSIVE);

    public (int Frames, int Checkpointed) CheckpointAndTruncate() => Checkpoint(SQLITE_CHECKPOINT_TRUNCATE);

    /// <summary>Copies the whole database into another, as it is at this moment.</summary>
    public void CopyTo(SqliteDatabase target, CancellationToken cancellationToken)
    {
        using var backup = sqlite3_backup_init(target._handle, "main", _handle, "main");
        if (backup is null || backup.IsInvalid)
            throw new SqliteCallException(sqlite3_extended_errcode(target._handle), sqlite3_errmsg(target._handle).utf8_to_string());
        int code;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            code = sqlite3_backup_step(backup, BackupPages);
        }
        while (code == SQLITE_OK);
        if (code != SQLITE_DONE)
            throw new SqliteCallException(code, "the copy was not finished");
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Close();
        _statements.Clear();
        _handle.Dispose();
    }

    private SqliteStatement Compile(string sql, bool isTransient)
    {
        Check(sqlite3_prepare_v3(_handle, sql, isTransient ? 0u : SQLITE_PREPARE_PERSISTENT, out var handle));
        return new SqliteStatement(_handle, handle) { IsTransient = isTransient };
    }

    private (int Frames, int Checkpointed) Checkpoint(int mode)
    {
        Check(sqlite3_wal_checkpoint_v2(_handle, "main", mode, out var frames, out var checkpointed));
        return (frames, checkpointed);
    }

    private void Check(int code)
    {
        if (code != SQLITE_OK)
            throw new SqliteCallException(sqlite3_extended_errcode(_handle), sqlite3_errmsg(_handle).utf8_to_string());
    }
}
