using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>Appends. Thread-safe.</summary>
public interface IEventAppender
{
    /// <summary>
    /// Stores an append, all of it or none, and answers only when it is durable. The same append again, by its ids, is answered with the
    /// original versions, also after others appended. Cancelling ends the waiting, never a write already under way.
    /// </summary>
    Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken);
}

/// <summary>Reads by key. Thread-safe. Every read sees every append acknowledged before it began, unless its receipt says otherwise.</summary>
public interface IEventReader
{
    /// <summary>A page of one stream; without events when there is no such stream.</summary>
    Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>A stream's head, or null when it has no events.</summary>
    Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>A page of the feed. Events of deleted streams are left out; positions stay as they are.</summary>
    Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>The position of the newest event, <see cref="FeedPosition.Start"/> when there is none.</summary>
    Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken);

    /// <summary>The event with this id, or null.</summary>
    Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>Events by correlation, causation, type or append, in feed order.</summary>
    Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// The position after which every event was recorded at or after <paramref name="instant"/>: reading forward after it, or backward
    /// from it, starts at that time.
    /// </summary>
    Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken);
}

/// <summary>The catalogue: which streams, categories and types there are. Thread-safe.</summary>
public interface IEventCatalog
{
    /// <summary>A page of streams by name or by change.</summary>
    Task<ReadResult<StreamListPage>> ListStreamsAsync(StreamListRead read, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>Every category that has events, by name.</summary>
    Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken);

    /// <summary>Every event type ever stored, by name.</summary>
    Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken);
}

/// <summary>Keeps one snapshot per stream and reducer. Thread-safe. A snapshot is a cache: losing one loses nothing.</summary>
public interface ISnapshotStore
{
    /// <summary>The snapshot kept for the stream and reducer key, or null.</summary>
    Task<Snapshot?> FindSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken);

    /// <summary>Keeps a snapshot in place of the one there.</summary>
    Task SaveSnapshotAsync(Snapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Forgets the snapshot of a stream and reducer key.</summary>
    Task DeleteSnapshotAsync(StreamId stream, string reducer, CancellationToken cancellationToken);
}

/// <summary>Deletes streams logically. Thread-safe.</summary>
public interface IStreamDeleter
{
    /// <summary>
    /// Makes streams empty: their events are no longer read, listed, counted or fed; feed positions stay dense, ids stay used, and a later
    /// append goes on with the next version. All of them or none. Snapshots of them are deleted.
    /// </summary>
    /// <returns>How many of them had events.</returns>
    Task<int> DeleteStreamsAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken);
}

/// <summary>Everything that a store of events does. Every promise is a test of the contract suite.</summary>
public interface IEventStorage : IEventAppender, IEventReader, IEventCatalog, ISnapshotStore, IStreamDeleter
{
    /// <summary>What this store can do.</summary>
    StoreCapabilities Capabilities { get; }

    /// <summary>What is wrong with it at this moment.</summary>
    StorageHealth Health { get; }

    /// <summary>Raised after something became durable.</summary>
    FeedSignal Changed { get; }
}
