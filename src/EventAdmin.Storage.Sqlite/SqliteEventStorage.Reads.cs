using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Rows;
using EventAdmin.Storage.Sqlite.Writing;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    private delegate T Read<out T>(SqliteDatabase database, CancellationToken cancellationToken);

    /// <summary>Runs a read in a transaction of its own and adds the receipt.</summary>
    private async Task<ReadResult<T>> AnswerAsync<T>(ReadOptions options, Read<T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Consistency is not null)
            throw new NotSupportedException($"'{Capabilities.Name}' has no consistency levels; '{options.Consistency}' was asked.");
        var started = _clock.GetTimestamp();
        var value = await ReadWithinAsync(options.Deadline, read, cancellationToken).ConfigureAwait(false);
        return new ReadResult<T>(value, new ReadReceipt
        {
            Store = Capabilities.Name,
            Elapsed = _clock.GetElapsedTime(started),
            AnsweredAt = _clock.GetUtcNow(),
        });
    }

    private async Task<T> ReadWithinAsync<T>(TimeSpan? deadline, Read<T> read, CancellationToken cancellationToken)
    {
        if (deadline is not { } time)
            return await ReadAsync(read, cancellationToken).ConfigureAwait(false);
        using var late = new CancellationTokenSource(time, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ReadAsync(read, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The read took longer than its deadline of {time}.", e);
        }
    }

    private async Task<T> ReadAsync<T>(Read<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _readers.ReadAsync((database, token) => read(database, token), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteCallException e) when (OutcomeTable.IsPassing(e.Code))
        {
            throw new StoreUnavailableException($"The read failed: {e.Message}.", e);
        }
        catch (SqliteCallException e)
        {
            // Pages that can't be read may be anybody's: nothing is written upon them.
            _writer.Suspect($"The file can't be read: {e.Message}.");
            throw new StoreUnusableException($"The file can't be read: {e.Message}.", e);
        }
        catch (EventDamagedException e)
        {
            SetApart(e);
            throw;
        }
        catch (ObjectDisposedException e)
        {
            throw new StoreUnavailableException("The store is closed.", e);
        }
    }

    /// <summary>Takes a stream into quarantine: at once in memory, soon in the file.</summary>
    private void SetApart(EventDamagedException damage)
    {
        if (_quarantine.Add(damage) is not { } entry)
            return;
        _logger.StreamQuarantined(damage, entry.Stream, entry.Version);
        _writer.TryChange(database => Quarantine.Save(database, entry));
    }

    private void CheckPage(int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, Capabilities.PageMax);
    }
}
