using System.IO.Compression;

namespace EventAdmin.Client;

/// <summary>CloudEvents, one a line, on their way from a server. Dispose it; not thread-safe.</summary>
public sealed class ExportDownload : IAsyncDisposable
{
    private static readonly string[] Gzip = ["application/gzip", "application/x-gzip"];

    private readonly HttpResponseMessage _response;

    private ExportDownload(HttpResponseMessage response, Stream lines) => (_response, Lines) = (response, lines);

    /// <summary>The lines, uncompressed. A connection that is lost ends them with an exception, never with an end.</summary>
    public Stream Lines { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Lines.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }

    internal static async Task<ExportDownload> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = HttpTries.ReadProblem(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            throw new RequestRefusedException((int)response.StatusCode, problem);
        }

        var media = response.Content.Headers.ContentType?.MediaType;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (Gzip.Contains(media, StringComparer.OrdinalIgnoreCase))
            return new ExportDownload(response, new GZipStream(body, CompressionMode.Decompress));
        if (media?.Contains("cloudevents", StringComparison.OrdinalIgnoreCase) == true || media?.Contains("ndjson", StringComparison.OrdinalIgnoreCase) == true)
            return new ExportDownload(response, body);
        throw new UnreadableAnswerException("What answered is no EventAdmin server, or one of another version.");
    }
}
