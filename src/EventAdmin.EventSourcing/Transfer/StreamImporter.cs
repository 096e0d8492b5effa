using System.IO.Compression;
using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Logging;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>
/// Imports CloudEvents, one a line, plain or gzip. Memory does not grow with the input. Events of one stream are stored in the order of the
/// file; the same file again adds nothing, and a file of which a part is there adds the rest. Thread-safe.
/// </summary>
public sealed class StreamImporter(IEventStorage storage, EventLimits limits, TimeProvider clock, ILogger<StreamImporter> logger)
{
    /// <summary>Imports what a stream of bytes holds. Cancelling leaves what is durable; the same file again goes on from there.</summary>
    /// <param name="input">The bytes; not closed. They need not be seekable.</param>
    /// <param name="options">What to do with bad lines, and limits.</param>
    /// <param name="progress">Told a few times a second, and at the end; null when nobody listens.</param>
    /// <param name="cancellationToken">Ends the import.</param>
    public async Task<ImportResult> ImportAsync(
        Stream input, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        var counting = new CountingStream(input);
        await using (counting.ConfigureAwait(false))
        {
            var isGzip = await counting.StartsWithAsync([0x1F, 0x8B], cancellationToken).ConfigureAwait(false);
            var plain = isGzip ? new GZipStream(counting, CompressionMode.Decompress) : (Stream)counting;
            await using (plain.ConfigureAwait(false))
            {
                var appender = new BatchAppender(storage, options, clock, logger);
                var run = new ImportRun(appender, limits, options, new ImportClock(clock, progress, counting));
                var result = await run.RunAsync(new ImportInput(counting, plain, isGzip), cancellationToken).ConfigureAwait(false);
                logger.ImportEnded(result.Total.Lines, result.Total.Added, result.Total.AlreadyThere, result.Total.Rejected, result.Total.Elapsed);
                return result;
            }
        }
    }
}
