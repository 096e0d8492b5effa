using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Sqlite;

/// <summary>A fresh SQLite store per test, for what only this store does.</summary>
public abstract class SqliteStoreTest : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected SqliteHarness Harness { get; } = new();

    protected SampleEvents Events { get; } = new("sqlite");

    protected SqliteEventStorage Store => Harness.Storage;

    public virtual async ValueTask InitializeAsync() => await Harness.OpenAsync(new EventLimits(), Stop);

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        await DisposeSurroundingsAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a test put around the store, once that is closed.</summary>
    protected virtual ValueTask DisposeSurroundingsAsync() => ValueTask.CompletedTask;

    protected Task<AppendOutcome> AppendAsync(string stream, params IReadOnlyList<NewEvent> events) =>
        Store.AppendAsync(AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, events), Stop);

    protected async Task<IReadOnlyList<RecordedEvent>> ReadFeedAsync()
    {
        var events = new List<RecordedEvent>();
        await foreach (var e in new EventStore(Store).ReadFeedAsync(FeedPosition.Start, new FeedFilter { IncludeSystem = true }, Stop))
            events.Add(e);
        return events;
    }

    protected static RefusalReason ReasonOf(AppendOutcome outcome) => Assert.IsType<AppendOutcome.Refused>(outcome).Reason;
}
