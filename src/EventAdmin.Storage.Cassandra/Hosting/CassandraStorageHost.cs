using Microsoft.Extensions.Hosting;

namespace EventAdmin.Storage.Cassandra.Hosting;

/// <summary>Begins to open the store at start, and gives its shard back at stop.</summary>
internal sealed class CassandraStorageHost(CassandraEventStorage storage, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A cluster that is there is opened before the host goes on; one that is not does not keep it waiting.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var tried = storage.WaitForAttemptAsync(cancellationToken);
        storage.Start();
        await tried.WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (storage.IsOpen)
            await storage.WaitUntilOwnerAsync(cancellationToken).WaitAsync(Patience / 10, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => storage.StopAsync().WaitAsync(cancellationToken);
}
