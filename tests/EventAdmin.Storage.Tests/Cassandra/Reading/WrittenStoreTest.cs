using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra.Reading;

/// <summary>A test with a store that it writes row by row.</summary>
[Collection(nameof(StoreCluster))]
public abstract class WrittenStoreTest(StoreCluster cluster) : IAsyncLifetime
{
    private WrittenStore? _store;

    private protected WrittenStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await WrittenStore.CreateAsync(cluster, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static IEnumerable<long> Versions(StreamPage page) => page.Events.Select(e => e.Version.Value);

    protected static IEnumerable<long> Numbers(FeedPage page) => page.Events.Select(e => e.Position.ToStore());

    protected static IEnumerable<long> UpTo(long last) => Enumerable.Range(0, (int)last + 1).Select(static number => (long)number);

    protected static StreamId Id(string stream) => StreamId.Parse(stream);
}
