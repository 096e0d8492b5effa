using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Testing.Storage;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>A test with a store of its own on the shared node.</summary>
[Collection(nameof(StoreCluster))]
public abstract class CassandraStoreTest : IAsyncLifetime
{
    private CassandraHarness? _harness;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected SampleEvents Events { get; } = new("store");

    protected CassandraHarness Harness => _harness!;

    protected CassandraEventStorage Store => Harness.Store;

    public async ValueTask InitializeAsync()
    {
        _harness = new CassandraHarness();
        await _harness.OpenAsync(new EventLimits(), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_harness is not null)
            await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<AppendOutcome.Appended> AppendAsync(string stream, params NewEvent[] events) =>
        Assert.IsType<AppendOutcome.Appended>(await Store.AppendAsync(AppendRequest.To(StreamId.Parse(stream), ExpectedVersion.Any, events), Stop));
}
