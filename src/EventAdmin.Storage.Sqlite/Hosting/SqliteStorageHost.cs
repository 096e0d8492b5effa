using Microsoft.Extensions.Hosting;

namespace EventAdmin.Storage.Sqlite.Hosting;

/// <summary>Opens the store at start, so that one that can't be used fails there, and lets what waits be written at stop.</summary>
internal sealed class SqliteStorageHost(SqliteEventStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => storage.StopAsync().WaitAsync(cancellationToken);
}
