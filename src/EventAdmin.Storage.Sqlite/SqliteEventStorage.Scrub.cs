using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Verification;

namespace EventAdmin.Storage.Sqlite;

public sealed partial class SqliteEventStorage
{
    private volatile ScrubStatus _scrub = new();

    /// <summary>How far the store has been verified in the background.</summary>
    public ScrubStatus Scrub => _scrub;

    /// <summary>Begins a pass over everything.</summary>
    internal ChainWalk BeginScrub()
    {
        _scrub = _scrub with { IsRunning = true, Verified = 0, StartedAt = _clock.GetUtcNow() };
        return new ChainWalk(_clock);
    }

    /// <summary>Verifies the next rows of a pass; damaged streams are set apart.</summary>
    /// <returns>True at the end.</returns>
    /// <exception cref="EventStorageException">The store can't be read.</exception>
    internal async Task<bool> ScrubAsync(ChainWalk walk, int rowsMax, CancellationToken cancellationToken)
    {
        var (found, isEnd, head) = await ReadAsync(
            (database, _) =>
            {
                var (damaged, isLast) = walk.Step([new RowScan(database, _names)], rowsMax);
                return (damaged, isLast, Reading.FeedPages.HeadOf(database));
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var damage in found)
            SetApart(damage);
        if (walk.FirstProblem is { } problem)
            _writer.Suspect(problem);
        _scrub = _scrub with { Verified = walk.Position, Of = head };
        return isEnd;
    }

    /// <summary>Ends a pass.</summary>
    internal VerificationReport EndScrub(ChainWalk walk)
    {
        var report = walk.Report;
        _scrub = _scrub with
        {
            IsRunning = false,
            LastEndedAt = _clock.GetUtcNow(),
            LastVerified = report.Events,
            LastDamaged = report.Damaged.Count,
        };
        return report;
    }
}
