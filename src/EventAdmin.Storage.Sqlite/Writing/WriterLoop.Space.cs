using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Diagnostics;

namespace EventAdmin.Storage.Sqlite.Writing;

internal sealed partial class WriterLoop
{
    private const string DiskFullDetail = "There is no space left for the store's file; appends resume when there is some.";

    // Writes one page, and changes nothing.
    private const string Touch = "UPDATE store SET made_at = made_at";

    // After the disk was full, appends are refused at once for so long, then it is tried again.
    private static readonly TimeSpan TryFullDiskEvery = TimeSpan.FromSeconds(1);

    private long? _fullAt;
    private volatile FullDisk? _fullSince;

    /// <summary>Since when there is no space for appends, in UTC; null when there is.</summary>
    public DateTimeOffset? FullSince => _fullSince?.Since;

    private AppendOutcome.Refused? RefusalNow()
    {
        if (_degraded is { } reason)
            return Refuse(RefusalReason.Degraded, reason);
        return _fullAt is not null && !IsTimeToTry() ? Refuse(RefusalReason.DiskFull, DiskFullDetail) : null;
    }

    private void BecomeFull()
    {
        if (_fullAt is null)
        {
            _fullSince = new FullDisk(_clock.GetUtcNow());
            _reserve.Free();
        }

        _fullAt = _clock.GetTimestamp();
    }

    private void BecomeRoomy()
    {
        _fullAt = null;
        _fullSince = null;
        _logger.SpaceReturned();
    }

    // Nobody may be appending, so the loop tries by itself.
    private void TryFullDisk()
    {
        if (_degraded is not null || !IsTimeToTry())
            return;
        var hasPages = false;
        var failure = Transaction.Run(_database, () =>
        {
            _database.Run(Touch);
            return hasPages = HasPages();
        });
        if (failure is { Verdict: not WriteVerdict.NotExecuted { Reason: RefusalReason.DiskFull } })
            AfterFailure(failure);
        if (failure is null && hasPages)
            BecomeRoomy();
        else
            _fullAt = _clock.GetTimestamp();
    }

    private bool IsTimeToTry()
    {
        if (_fullAt is not { } at || _clock.GetElapsedTime(at) < TryFullDiskEvery)
            return false;
        if (_reserve.IsRoomBack())
            return true;
        _fullAt = _clock.GetTimestamp();
        return false;
    }

    // The file may also be at its own limit.
    private bool HasPages() =>
        _database.QueryNumber("PRAGMA page_count") < _database.QueryNumber("PRAGMA max_page_count") || _database.QueryNumber("PRAGMA freelist_count") > 0;

    private sealed record FullDisk(DateTimeOffset Since);
}
