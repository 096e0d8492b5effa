using System.Collections.Concurrent;
using EventAdmin.Storage.Sqlite.Configuration;

namespace EventAdmin.Storage.Sqlite.Connections;

/// <summary>A bounded number of reader connections, opened when first wanted. Thread-safe. Who finds none free waits in turn.</summary>
internal sealed class ReaderPool(string path, SqliteStorageOptions options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.ReadersMax, options.ReadersMax);
    private readonly ConcurrentStack<SqliteDatabase> _idle = new();
    private volatile bool _isClosed;

    /// <summary>Runs a read on a pool thread, so that the caller's thread never waits for a disk.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteDatabase, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(read, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Closes the connections. Reads under way close theirs when they end.</summary>
    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryPop(out var database))
            database.Dispose();
    }

    private T Read<T>(Func<SqliteDatabase, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (!_idle.TryPop(out var database))
            database = ConnectionSettings.OpenReader(path, options);
        var isSound = false;
        try
        {
            database.Run("BEGIN");
            var answer = read(database, cancellationToken);
            database.Run("COMMIT");
            isSound = true;
            return answer;
        }
        finally
        {
            GiveBack(database, isSound);
        }
    }

    private void GiveBack(SqliteDatabase database, bool isSound)
    {
        try
        {
            if (!database.IsAutocommit)
                database.Run("ROLLBACK");
            isSound = true;
        }
        catch (SqliteCallException)
        {
            // The read itself failed already and says why; this connection is not used again.
            isSound = false;
        }

        if (isSound && !_isClosed)
            _idle.Push(database);
        else
            database.Dispose();
        if (_isClosed)
            Dispose();
    }
}
