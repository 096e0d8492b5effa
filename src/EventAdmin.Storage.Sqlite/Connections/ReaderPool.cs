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

    /// <summary>Lets no read begin, waits for those under way, and closes every connection.</summary>
    /// <param name="patience">How long each read under way is waited for.</param>
    /// <returns>Reads begin again when it is disposed.</returns>
    /// <exception cref="TimeoutException">A read did not end; reads begin again.</exception>
    public IDisposable Pause(TimeSpan patience)
    {
        var held = new HeldPlaces(_free);
        for (var i = 0; i < options.ReadersMax; i++)
        {
            if (!held.TryTakeOne(patience))
            {
                held.Dispose();
                throw new TimeoutException($"A read did not end within {patience}.");
            }
        }

        CloseIdle();
        return held;
    }

    /// <summary>Closes the connections. Reads under way close theirs when they end.</summary>
    public void Dispose()
    {
        _isClosed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
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
            CloseIdle();
    }

    private sealed class HeldPlaces(SemaphoreSlim free) : IDisposable
    {
        private int _count;

        public bool TryTakeOne(TimeSpan patience)
        {
            if (!free.Wait(patience))
                return false;
            _count++;
            return true;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _count, 0) is > 0 and var count)
                free.Release(count);
        }
    }
}
