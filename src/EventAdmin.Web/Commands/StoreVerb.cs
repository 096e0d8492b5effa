using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Web.Composition;

namespace EventAdmin.Web.Commands;

/// <summary>
/// A verb on a store whose server is stopped: the same settings find the same store, and nothing of the server runs. Ctrl+C stops it cleanly.
/// </summary>
internal sealed class StoreVerb(string? storePath)
{
    private static readonly TimeSpan ClusterPatience = TimeSpan.FromSeconds(30);

    public Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> act) => RunAsync(opensCluster: true, act);

    /// <summary>Runs a verb; one that does not work on a store that is open, such as the one that makes it, says so.</summary>
    public async Task<int> RunAsync(bool opensCluster, Func<IServiceProvider, CancellationToken, Task<int>> act)
    {
        string[] settings = storePath is null ? [] : [$"--{StoreLocation.Key}={storePath}"];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        // What a verb has to say goes to the terminal; the log would only come between.
        builder.Logging.ClearProviders();
        builder.AddEngine();
        await using var app = builder.Build();
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignals.On(stopping);
        try
        {
            if (opensCluster && app.Services.GetService<CassandraEventStorage>() is { } cluster)
                await OpenAsync(cluster, stopping.Token);
            return await act(app.Services, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Stopped;
        }
        catch (EventStorageException e) when (app.Services.GetService<CassandraEventStorage>() is not null)
        {
            // What a cluster says is said in whole sentences; the embedded store's are ended where the process ends.
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Unavailable;
        }
    }

    private static async Task OpenAsync(CassandraEventStorage cluster, CancellationToken cancellationToken)
    {
        cluster.Start();
        try
        {
            await cluster.WaitUntilOwnerAsync(cancellationToken).WaitAsync(ClusterPatience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new StoreUnavailableException(
                cluster.IsOpen ? "A server that runs on this store takes its appends. Stop it first." : cluster.Health.DegradedReason ?? "The store can't be opened.", e);
        }
    }
}
