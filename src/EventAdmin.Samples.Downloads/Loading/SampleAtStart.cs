using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>Loads the guided set when the host starts, where <see cref="DownloadsSampleOptions.Load"/> says so.</summary>
internal sealed class SampleAtStart(SampleLoader loader, IOptions<DownloadsSampleOptions> options, ILogger<SampleAtStart> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Load)
            return;
        try
        {
            await loader.LoadAsync(progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (EventStorageException exception)
        {
            // The host does without its sample; the Welcome page offers to go on with it.
            logger.SampleNotLoadedAtStart(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
