using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Snapshots;

namespace EventAdmin.Storage.Tests.Cassandra.Lookups;

/// <summary>The reference store, whose catalogue, look-ups and snapshots are those of the Cassandra store. Each read waits until they are complete.</summary>
internal sealed class LookedUpStorage(
    IEventStorage reference, ReferenceHistory history, LookupProgress progress, LookupReader lookups, CassandraSnapshots snapshots) : IEventStorage
{
    private const CqlConsistency Level = CqlConsistency.LocalQuorum;

    public StoreCapabilities Capabilities => reference.Capabilities;

    public StorageHealth Health => reference.Health;

    public FeedSignal Changed => reference.Changed;

    public async Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var outcome = await reference.AppendAsync(request, cancellationToken);
        await history.FollowAsync(cancellationToken);
        return outcome;
    }

    public async Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken)
    {
        var deleted = await reference.DeleteStreamsAsync(streams, cancellationToken);
        history.Delete(streams);
        foreach (var stream in streams)
            await snapshots.DeleteOfAsync(stream, cancellationToken);
        return deleted;
    }

    public Task<ReadResult<StreamListPage>> ListStreamsAsync(StreamListRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        Capabilities.CheckCount(read.CountMax);
        return AnswerAsync(() => lookups.ListStreamsAsync(read, Level, cancellationToken), cancellationToken);
    }

    public Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken) =>
        AnswerAsync(() => lookups.ListCategoriesAsync(includeSystem, Level, cancellationToken), cancellationToken);

    public Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken) =>
        AnswerAsync(() => lookups.ListTypesAsync(Level, cancellationToken), cancellationToken);

    public Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken)
    {
        Capabilities.CheckCount(lookup.CountMax);
        return AnswerAsync(async () => (await lookups.LookUpAsync(lookup, Level, cancellationToken))!, cancellationToken);
    }

    public Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        snapshots.FindSnapshotAsync(stream, reducer, cancellationToken);

    public Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken) => snapshots.SaveSnapshotAsync(snapshot, cancellationToken);

    public Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken) =>
        snapshots.DeleteSnapshotAsync(stream, reducer, cancellationToken);

    public Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken) =>
        reference.ReadStreamAsync(read, options, cancellationToken);

    public Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken) =>
        reference.FindHeadAsync(stream, options, cancellationToken);

    public Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken) =>
        reference.ReadFeedAsync(read, options, cancellationToken);

    public Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken) => reference.FindFeedHeadAsync(cancellationToken);

    public Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken) =>
        reference.FindEventAsync(id, options, cancellationToken);

    public Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        reference.FindPositionAsync(instant, cancellationToken);

    private async Task<ReadResult<T>> AnswerAsync<T>(Func<Task<LookupAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        await progress.WaitUntilCompleteAsync(cancellationToken);
        var answer = await ask();
        return new ReadResult<T>(answer.Value, new ReadReceipt { Store = "Cassandra", Elapsed = TimeSpan.Zero, AnsweredAt = DateTimeOffset.UnixEpoch });
    }
}
