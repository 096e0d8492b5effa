using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Web.Components.Shell;

namespace EventAdmin.Web.Features.Operations;

/// <summary>What operators see of the store. Reads only; thread-safe.</summary>
public sealed class OperationsService(IEventStorage storage, IEnumerable<SqliteEventStorage> embedded, EventStore events, Replayer replayer) : IStoreNotices
{
    /// <inheritdoc/>
    public StoreNotice? Find()
    {
        var health = storage.Health;
        if (health.DegradedReason is { } reason)
            return new StoreNotice("The store serves reads only: nothing new can be stored.", reason, IsBad: true);
        if (health.FullSince is { } since)
            return new StoreNotice("The disk of the store is full: nothing new can be stored.", "Appends resume by themselves when there is space.", IsBad: true) { Since = since };
        return health.Quarantined.Count switch
        {
            0 when health.Warnings.Count > 0 => new StoreNotice("Something about the store is not as it should be; everything works.", string.Join(' ', health.Warnings), IsBad: false),
            0 => null,
            1 => new StoreNotice(
                "One stream is damaged and takes no appends; everything else works.", $"{health.Quarantined[0].Stream} from {health.Quarantined[0].Version} on", IsBad: false),
            var count => new StoreNotice($"{count} streams are damaged and take no appends; everything else works.", "", IsBad: false),
        };
    }

    /// <summary>Everything that the page shows.</summary>
    public async Task<StoreFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var categories = (await storage.ListCategoriesAsync(includeSystem: true, cancellationToken)).Value;
        return new StoreFacts
        {
            Name = storage.Capabilities.Name,
            Freshness = storage.Capabilities.FreshnessSentence,
            Health = storage.Health,
            SnapshotsRejected = replayer.SnapshotsRejected,
            NewestRejectedSnapshot = replayer.NewestRejectedSnapshot,
            Embedded = embedded.Select(static store => new EmbeddedFacts
            {
                Path = store.Path,
                HeadsPath = store.HeadsPath,
                HeadsBytes = store.HeadsBytes,
                Statistics = store.Statistics,
                Scrub = store.Scrub,
            }).SingleOrDefault(),
            Streams = categories.Sum(category => category.Streams),
            Events = categories.Sum(category => category.Events),
            FeedHead = (await events.Storage.FindFeedHeadAsync(cancellationToken)).ToString(),
        };
    }
}
