using Microsoft.Extensions.Hosting;

namespace EventAdmin.Storage.Cassandra.Hosting;

/// <summary>Begins to open the store at start, and gives its shard back at stop.</summary>
internal sealed class CassandraStorageHost(CassandraEventStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        storage.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => storage.StopAsync().WaitAsync(cancellationToken);
}
