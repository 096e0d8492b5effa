using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Tests.Api;

/// <summary>A real store whose answers can be made to fail, or to wait.</summary>
internal sealed class FailingStorage(IEventStorage inner) : IEventStorage
{
    /// <summary>What every read throws; null for none.</summary>
    public Func<Exception>? Failure { get; set; }

    /// <summary>What every append is answered with; null for the store's own answer.</summary>
    public AppendOutcome? Outcome { get; set; }

    /// <summary>What every read waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public StoreCapabilities Capabilities => inner.Capabilities;

    public StorageHealth Health => inner.Health;

    public FeedSignal Changed => inner.Changed;

    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken) =>
        PassAsync(() => Outcome is { } outcome ? Task.FromResult(outcome) : inner.AppendAsync(request, cancellationToken));

    public Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken) =>
        PassAsync(() => inner.ReadStreamAsync(read, options, cancellationToken));

    public Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken) =>
        PassAsync(() => inner.FindHeadAsync(stream, options, cancellationToken));

    public Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken) =>
        PassAsync(() => inner.ReadFeedAsync(read, options, cancellationToken));

    public Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken) => PassAsync(() => inner.FindFeedHeadAsync(cancellationToken));

    public Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken) =>
        PassAsync(() => inner.FindEventAsync(id, options, cancellationToken));

    public Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken) =>
        PassAsync(() => inner.LookUpAsync(lookup, options, cancellationToken));

    public Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        PassAsync(() => inner.FindPositionAsync(instant, cancellationToken));

    public Task<ReadResult<StreamListPage>> ListStreamsAsync(StreamListRead read, ReadOptions options, CancellationToken cancellationToken) =>
        PassAsync(() => inner.ListStreamsAsync(read, options, cancellationToken));

    public Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken) =>
        PassAsync(() => inner.ListCategoriesAsync(includeSystem, cancellationToken));

    public Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken) =>
        PassAsync(() => inner.ListTypesAsync(cancellationToken));

    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        PassAsync(() => inner.FindSnapshotAsync(stream, reducer, cancellationToken));

    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) => inner.SaveSnapshotAsync(snapshot, cancellationToken);

    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        inner.DeleteSnapshotAsync(stream, reducer, cancellationToken);

    public Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken) =>
        inner.DeleteStreamsAsync(streams, cancellationToken);

    private async Task<T> PassAsync<T>(Func<Task<T>> answer)
    {
        await Gate;
        return Failure is { } failure ? throw failure() : await answer();
    }
}
