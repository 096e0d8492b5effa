using System.IO.Compression;
using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Logging;

namespace EventAdmin.EventSourcing.Transfer;

/// <summary>
/// Exports events as CloudEvents, one a line: everything that stood in the store when it began. Memory does not grow with the events. What
/// was exported and imported elsewhere is exported there as the same bytes, but for what a store assigns (recorded time, stream version,
/// feed position). Thread-safe.
/// </summary>
public sealed class StreamExporter(IEventReader reader, TimeProvider clock, ILogger<StreamExporter> logger)
{
    private const int PageSize = 512;
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Writes events to a stream of bytes. Cancelling leaves whole lines, and perhaps a part of one.</summary>
    /// <param name="request">Which events.</param>
    /// <param name="output">Where they go; flushed, not closed.</param>
    /// <param name="progress">Told a few times a second; null when nobody listens.</param>
    /// <param name="cancellationToken">Ends the export.</param>
    /// <returns>What was written.</returns>
    public async Task<ExportProgress> ExportAsync(
        ExportRequest request, Stream output, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        if (!request.Compress)
            return await WriteAsync(request, output, progress, cancellationToken).ConfigureAwait(false);
        var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            return await WriteAsync(request, gzip, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ExportProgress> WriteAsync(
        ExportRequest request, Stream output, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        using var writer = new CloudEventsWriter();
        var started = clock.GetTimestamp();
        var (events, bytes, toldAt) = (0L, 0L, TimeSpan.Zero);
        await foreach (var page in ReadAsync(request, cancellationToken).ConfigureAwait(false))
        {
            foreach (var e in page)
            {
                var line = writer.Write(e);
                await output.WriteAsync(line, cancellationToken).ConfigureAwait(false);
                events++;
                bytes += line.Length;
            }

            if (clock.GetElapsedTime(started) is var elapsed && elapsed - toldAt >= ProgressPause)
            {
                toldAt = elapsed;
                progress?.Report(new ExportProgress(events, bytes, elapsed));
            }
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        var end = new ExportProgress(events, bytes, clock.GetElapsedTime(started));
        progress?.Report(end);
        logger.ExportEnded(events, bytes, end.Elapsed);
        return end;
    }

    private IAsyncEnumerable<IEnumerable<RecordedEvent>> ReadAsync(ExportRequest request, CancellationToken cancellationToken) =>
        request.Stream is { } stream ? ReadStreamAsync(stream, cancellationToken) : ReadFeedAsync(request, cancellationToken);

    private async IAsyncEnumerable<IEnumerable<RecordedEvent>> ReadStreamAsync(
        StreamId stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = (await reader.FindHeadAsync(stream, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
        var next = head?.First;
        while (head is not null && next is not null && next <= head.Last)
        {
            var read = new StreamRead { Stream = stream, From = next, CountMax = PageSize };
            var page = (await reader.ReadStreamAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
            yield return page.Events.Where(e => e.Version <= head.Last);
            next = page.Next;
        }
    }

    private async IAsyncEnumerable<IEnumerable<RecordedEvent>> ReadFeedAsync(
        ExportRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = await reader.FindFeedHeadAsync(cancellationToken).ConfigureAwait(false);
        var filter = new FeedFilter { Category = request.Category, IncludeSystem = request.IncludeSystem };
        var after = FeedPosition.Start;
        var isEnd = false;
        while (!isEnd && after < end)
        {
            var read = new FeedRead { After = after, CountMax = PageSize, Filter = filter };
            var page = (await reader.ReadFeedAsync(read, ReadOptions.Default, cancellationToken).ConfigureAwait(false)).Value;
            yield return page.Events.Where(e => e.Position <= end);
            (after, isEnd) = (page.Next, page.IsEnd);
        }
    }
}
