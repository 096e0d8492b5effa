using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>The store, with lists and look-ups that follow the log asked only when they hold what was committed before.</summary>
internal sealed class CaughtUpStorage(CassandraEventStorage store) : IEventStorage
{
    public StoreCapabilities Capabilities => store.Capabilities;

    public StorageHealth Health => store.Health;

    public FeedSignal Changed => store.Changed;

    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken) => store.AppendAsync(request, cancellationToken);

    public Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken) =>
        store.ReadStreamAsync(read, options, cancellationToken);

    public Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken) =>
        store.FindHeadAsync(stream, options, cancellationToken);

    public Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken) =>
        store.ReadFeedAsync(read, options, cancellationToken);

    public Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken) => store.FindFeedHeadAsync(cancellationToken);

    public Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken) =>
        store.FindEventAsync(id, options, cancellationToken);

    public Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken) => store.FindPositionAsync(instant, cancellationToken);

    public async Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken)
    {
        await store.WaitForLookupsAsync(cancellationToken);
        return await store.LookUpAsync(lookup, options, cancellationToken);
    }

    public async Task<ReadResult<StreamListPage>> ListStreamsAsync(StreamListRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        await store.WaitForLookupsAsync(cancellationToken);
        return await store.ListStreamsAsync(read, options, cancellationToken);
    }

    public async Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken)
    {
        await store.WaitForLookupsAsync(cancellationToken);
        return await store.ListCategoriesAsync(includeSystem, cancellationToken);
    }

    public async Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken)
    {
        await store.WaitForLookupsAsync(cancellationToken);
        return await store.ListTypesAsync(cancellationToken);
    }

    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        store.FindSnapshotAsync(stream, reducer, cancellationToken);

    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) => store.SaveSnapshotAsync(snapshot, cancellationToken);

    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        store.DeleteSnapshotAsync(stream, reducer, cancellationToken);

    public Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken) =>
        store.DeleteStreamsAsync(streams, cancellationToken);
}
