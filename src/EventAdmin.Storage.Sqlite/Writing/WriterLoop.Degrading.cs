using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Connections;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Rows;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    private const string UntilOpened = "it is opened again";
    private const string UntilDecided = "an operator restores a backup or accepts the loss";
    private const string UntilVerified = "what is on the disk is verified";

    private volatile string? _degraded;

    // What stands in _degraded while the files are to be verified, and nothing worse was found meanwhile.
    private volatile string? _verifying;

    /// <summary>Why the store takes no appends; null while it takes them.</summary>
    public string? DegradedReason => _degraded;

    /// <summary>Takes no more appends: something that the store rests on is not so. From any thread.</summary>
    public void Suspect(string reason) => Degrade(reason);

    private static AppendOutcome.Refused Refuse(RefusalReason reason, string detail) => new(reason, detail);

    private StoreUnavailableException ExceptionFor(WriteFailure failure)
    {
        AfterFailure(failure);
        return new StoreUnavailableException($"The change was not confirmed: {failure.Message}.");
    }

    private void AfterFailure(WriteFailure failure)
    {
        if (failure.Verdict is WriteVerdict.Unknown or WriteVerdict.NotExecuted { DegradesStore: true })
        {
            if (failure.IsOfDisk)
                Distrust($"A write failed: {failure.Message}.");
            else
                Degrade($"A write failed: {failure.Message}.");
        }

        if (_verifying is null)
            LookAgain();
    }

    private void LookAgain()
    {
        try
        {
            LookIntoFile();
        }
        catch (SqliteCallException e)
        {
            Degrade($"The file can't be read after a failed write: {e.Message}.");
        }
    }

    // A failure of the disk: what it holds is verified as soon as the work in hand is answered.
    private void Distrust(string reason)
    {
        if (_degraded is not null)
            return;
        var text = $"{reason} The store serves reads only until {UntilVerified}.";
        _verifying = text;
        if (Interlocked.CompareExchange(ref _degraded, text, comparand: null) is null)
            _logger.StoreDegraded(reason);
        else
            _verifying = null;
    }

    // What was found first stands, unless it is about to be verified: then anything else is worse.
    private void Degrade(string reason, string until = UntilOpened)
    {
        var text = $"{reason} The store serves reads only until {until}.";
        string? current;
        do
        {
            current = _degraded;
            if (current is not null && current != _verifying)
                return;
        }
        while (Interlocked.CompareExchange(ref _degraded, text, current) != current);
        _logger.StoreDegraded(reason);
    }

    private void LookIntoFile()
    {
        _history.Forget();
        _catalog.Forget();
        using var newest = _database.Prepare("SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1");
        (_last, _lastRecordedAt) = newest.Step()
            ? (FeedPosition.FromStore(newest.Number(0)), Instants.FromStore(newest.Number(1)))
            : (FeedPosition.Start, DateTimeOffset.MinValue);
    }
}
