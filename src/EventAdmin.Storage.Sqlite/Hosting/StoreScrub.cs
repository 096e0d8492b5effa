using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Diagnostics;
using EventAdmin.Storage.Sqlite.Verification;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.Storage.Sqlite.Hosting;

/// <summary>
/// Verifies the whole store in the background: once after every start, then once a day. It goes no faster than it is allowed to, uses half a
/// core at most, and waits while appends wait.
/// </summary>
internal sealed class StoreScrub(SqliteEventStorage storage, IOptions<SqliteStorageOptions> options, TimeProvider clock, ILogger<StoreScrub> logger)
    : BackgroundService
{
    private const int RowsAtATime = 1024;
    private static readonly TimeSpan Once = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileAppendsWait = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first pass ends what the start began, so it goes faster than those of every day.
        for (var bytesPerSecond = options.Value.FirstScrubBytesPerSecond; ; bytesPerSecond = options.Value.ScrubBytesPerSecond)
        {
            var started = clock.GetTimestamp();
            var wait = await TryPassAsync(bytesPerSecond, stoppingToken).ConfigureAwait(false) ? Once - clock.GetElapsedTime(started) : AfterFailure;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryPassAsync(long bytesPerSecond, CancellationToken stoppingToken)
    {
        try
        {
            var report = await PassAsync(bytesPerSecond, stoppingToken).ConfigureAwait(false);
            logger.ScrubEnded(report.Events, report.Streams, report.Damaged.Count);
            return true;
        }
        catch (EventStorageException e)
        {
            // The store says so to everybody who reads; it is looked at again soon.
            logger.ScrubFailed(e);
            return false;
        }
    }

    private async Task<VerificationReport> PassAsync(long bytesPerSecond, CancellationToken stoppingToken)
    {
        var walk = storage.BeginScrub();
        for (var isEnd = false; !isEnd;)
        {
            while (storage.Statistics.Waiting > 0)
                await Task.Delay(WhileAppendsWait, clock, stoppingToken).ConfigureAwait(false);
            var (started, bytes) = (clock.GetTimestamp(), walk.Bytes);
            isEnd = await storage.ScrubAsync(walk, RowsAtATime, stoppingToken).ConfigureAwait(false);
            var taken = clock.GetElapsedTime(started);
            var allowed = TimeSpan.FromSeconds((double)(walk.Bytes - bytes) / bytesPerSecond);
            if (!isEnd)
                await Task.Delay(taken > allowed ? taken : allowed, clock, stoppingToken).ConfigureAwait(false);
        }

        return storage.EndScrub(walk);
    }
}
