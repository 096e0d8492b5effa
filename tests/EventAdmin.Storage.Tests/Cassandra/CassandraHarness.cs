using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>The Cassandra store in a keyspace of its own on the node that its tests share. Its lists and look-ups are asked when they have caught up.</summary>
public sealed class CassandraHarness : IStoreHarness
{
    private readonly CassandraOptions _options = StoreCluster.Shared.TakeEmptyStore();
    private CassandraEventStorage? _store;
    private EventLimits? _limits;

    /// <inheritdoc/>
    public FakeTimeProvider Clock { get; } = new(TestTime.Start);

    /// <inheritdoc/>
    public IEventStorage Storage => new CaughtUpStorage(Store);

    /// <summary>The store itself.</summary>
    public CassandraEventStorage Store => _store ?? throw new InvalidOperationException("Expected an open store; call OpenAsync first.");

    /// <inheritdoc/>
    public async Task OpenAsync(EventLimits limits, CancellationToken cancellationToken)
    {
        _limits = limits;
        _store = new CassandraEventStorage(_options, limits, new StoreClocks(Clock, TimeProvider.System), NullLogger<CassandraEventStorage>.Instance);
        _store.Start();
        await _store.WaitUntilOwnerAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        await Store.DisposeAsync();
        await OpenAsync(_limits ?? throw new InvalidOperationException("Expected OpenAsync before ReopenAsync."), cancellationToken);
    }

    /// <summary>Runs a statement behind the store's back, with <c>{ks}</c> for its keyspace.</summary>
    public async Task RunAsync(string cql, CancellationToken cancellationToken)
    {
        await using var session = await StoreCluster.ConnectAsync(_options, cancellationToken);
        await StoreCluster.RunAsync(session, cql.Replace("{ks}", _options.Keyspace, StringComparison.Ordinal), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_store is null)
            return;
        await _store.DisposeAsync();
        await StoreCluster.Shared.GiveBackAsync(_options, CancellationToken.None);
    }
}
