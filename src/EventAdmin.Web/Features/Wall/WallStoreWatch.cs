using System.Globalization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Time;
using EventAdmin.Web.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventAdmin.Web.Features.Wall;

/// <summary>Asks the store every two seconds whether it answers, and the app whether it is ready. Thread-safe.</summary>
internal sealed class WallStoreWatch(IEventReader reader, HealthCheckService checks, TimeProvider clock, TimeZoneInfo zone)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Unmeasured = TimeSpan.FromMilliseconds(0.1);
    private static readonly TimeSpan SlowAfter = TimeSpan.FromMilliseconds(500);

    private volatile Finding _finding = new(CheckedAt: null, new WallStore("waiting", "not asked yet", ""), DownSince: null, []);

    /// <summary>When the store last answered or failed; null before the first time. Silence does not move it.</summary>
    public DateTimeOffset? CheckedAt => _finding.CheckedAt;

    public WallStore State => _finding.Store;

    /// <summary>What is wrong with the store, the feed and the app, worst first.</summary>
    public IEnumerable<string> Problems(DateTimeOffset? feedFailingSince)
    {
        var finding = _finding;
        var now = clock.GetUtcNow();
        if (finding.DownSince is { } downSince)
            yield return $"Store down for {RelativeTime.Words(now - downSince)}";
        else if (feedFailingSince is { } failingSince)
            yield return $"Feed not readable for {RelativeTime.Words(now - failingSince)}";
        else if (finding.Store.State == "slow")
            yield return $"Store slow: {finding.Store.Detail}";
        foreach (var trouble in finding.Troubles)
            yield return trouble;
    }

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await CheckAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>One look.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        WallStore store;
        DateTimeOffset? downSince = null;
        try
        {
            await reader.FindFeedHeadAsync(cancellationToken);
            var took = clock.GetElapsedTime(started);
            var detail = took < Unmeasured ? "at once" : string.Create(CultureInfo.InvariantCulture, $"in {took.TotalMilliseconds:0.#} ms");
            store = took < SlowAfter ? new WallStore("ok", "answers", detail) : new WallStore("slow", "answers slowly", detail);
        }
        catch (EventStorageException)
        {
            // The feed's loop logs the same trouble; here it is shown.
            downSince = _finding.DownSince ?? clock.GetUtcNow();
            var since = TimeZoneInfo.ConvertTime(downSince.Value, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            store = new WallStore("down", "does not answer", $"since {since}");
        }

        var report = await checks.CheckHealthAsync(HealthEndpoints.IsReadiness, cancellationToken);
        // Of a store that does not answer there is nothing more to say than that.
        var troubles = report.Entries.Where(entry => entry.Value.Status is HealthStatus.Degraded || (entry.Value.Status is HealthStatus.Unhealthy && downSince is null))
            .Select(entry => (entry.Value.Description ?? $"{entry.Key} is not as it should be").TrimEnd('.'));
        _finding = new Finding(clock.GetUtcNow(), store, downSince, [.. troubles]);
    }

    private sealed record Finding(DateTimeOffset? CheckedAt, WallStore Store, DateTimeOffset? DownSince, IReadOnlyList<string> Troubles);
}
