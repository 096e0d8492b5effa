using EventAdmin.Cql.Primitives;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Schema;
using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Storage.Tests.Cassandra;

/// <summary>The tables of an empty store that the tests of a class share.</summary>
public sealed class StoreTablesFixture : IAsyncLifetime
{
    private ICqlSession? _session;
    private StoreTables? _tables;

    internal StoreTables Tables => _tables!;

    public async ValueTask InitializeAsync()
    {
        CassandraOptions options = StoreCluster.Shared.NewStore();
        _session = await StoreCluster.ConnectAsync(options, CancellationToken.None);
        await new SchemaMigrator(_session, options, TimeProvider.System, NullLogger.Instance).MigrateAsync(CancellationToken.None);
        _tables = new StoreTables(_session, options.Keyspace, new StoreLevels(CqlConsistency.LocalSerial, CqlConsistency.LocalQuorum, "dc1"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
    }
}
