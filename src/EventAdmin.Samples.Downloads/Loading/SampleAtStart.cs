using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>Loads the guided set when the host starts, where <see cref="DownloadsSampleOptions.Load"/> says so.</summary>
internal sealed class SampleAtStart(SampleLoader loader, IOptions<DownloadsSampleOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Load)
            await loader.LoadAsync(progress: null, cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
