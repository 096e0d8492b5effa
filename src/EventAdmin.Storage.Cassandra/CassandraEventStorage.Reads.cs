using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Lookups;
using EventAdmin.Storage.Cassandra.Opening;
using EventAdmin.Storage.Cassandra.Reading;

namespace EventAdmin.Storage.Cassandra;

public sealed partial class CassandraEventStorage
{
    /// <inheritdoc/>
    public Task<ReadResult<StreamPage>> ReadStreamAsync(StreamRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        Capabilities.CheckCount(read.CountMax);
        return AnswerAsync(options, ReadKind.Stream, (opened, run) => opened.Streams.ReadAsync(run, read, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ReadResult<StreamHead?>> FindHeadAsync(StreamId stream, ReadOptions options, CancellationToken cancellationToken) =>
        AnswerAsync(options, ReadKind.Stream, (opened, run) => opened.Streams.FindHeadAsync(run, stream, cancellationToken));

    /// <inheritdoc/>
    public Task<ReadResult<FeedPage>> ReadFeedAsync(FeedRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        Capabilities.CheckCount(read.CountMax);
        return AnswerAsync(options, ReadKind.Feed, (opened, run) => opened.Feed.ReadAsync(run, read, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<FeedPosition> FindFeedHeadAsync(CancellationToken cancellationToken) =>
        (await AnswerAsync(ReadOptions.Default, ReadKind.Feed, (opened, run) => opened.Feed.FindHeadAsync(run, cancellationToken)).ConfigureAwait(false)).Value;

    /// <inheritdoc/>
    public async Task<FeedPosition> FindPositionAsync(DateTimeOffset instant, CancellationToken cancellationToken) =>
        (await AnswerAsync(ReadOptions.Default, ReadKind.Feed, (opened, run) => opened.Feed.FindPositionAsync(run, instant, cancellationToken)).ConfigureAwait(false)).Value;

    /// <inheritdoc/>
    public Task<ReadResult<RecordedEvent?>> FindEventAsync(EventId id, ReadOptions options, CancellationToken cancellationToken) =>
        AnswerAsync(options, ReadKind.EventById, (opened, run) => opened.Events.FindAsync(run, id, cancellationToken));

    /// <inheritdoc/>
    public Task<ReadResult<FeedPage>> LookUpAsync(EventLookup lookup, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        Capabilities.CheckCount(lookup.CountMax);
        return LookAsync(options, async (lookups, level) =>
            await lookups.LookUpAsync(lookup, level, cancellationToken).ConfigureAwait(false)
            ?? throw new ArgumentException("A look-up names one of its fields.", nameof(lookup)));
    }

    /// <inheritdoc/>
    public Task<ReadResult<StreamListPage>> ListStreamsAsync(StreamListRead read, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        Capabilities.CheckCount(read.CountMax);
        return LookAsync(options, (lookups, level) => lookups.ListStreamsAsync(read, level, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ReadResult<IReadOnlyList<CategoryCount>>> ListCategoriesAsync(bool includeSystem, CancellationToken cancellationToken) =>
        LookAsync(ReadOptions.Default, (lookups, level) => lookups.ListCategoriesAsync(includeSystem, level, cancellationToken));

    /// <inheritdoc/>
    public Task<ReadResult<IReadOnlyList<TypeCount>>> ListTypesAsync(CancellationToken cancellationToken) =>
        LookAsync(ReadOptions.Default, (lookups, level) => lookups.ListTypesAsync(level, cancellationToken));

    /// <summary>Reads and adds the receipt.</summary>
    private async Task<ReadResult<T>> AnswerAsync<T>(ReadOptions options, ReadKind kind, Func<OpenedStore, ReadRun, Task<T>> read)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Refused whether the store is open or not.
        ReadLevels.Of(options, kind, _around.Options.Tier);
        var opened = Opened;
        var run = new ReadRun(opened.Around, options, kind);
        try
        {
            var value = await read(opened, run).ConfigureAwait(false);
            return new ReadResult<T>(value, run.ToReceipt(Capabilities.Name));
        }
        catch (ObjectDisposedException e)
        {
            throw new StoreUnavailableException("The store is closed.", e);
        }
    }

    private Task<ReadResult<T>> LookAsync<T>(ReadOptions options, Func<LookupReader, CqlConsistency, Task<LookupAnswer<T>>> look) =>
        AnswerAsync(options, ReadKind.List, async (opened, run) =>
        {
            try
            {
                return (await look(opened.Lookups, run.Level).ConfigureAwait(false)).Value;
            }
            catch (CqlException e)
            {
                throw e.ToStorage(run.Level);
            }
        });
}
