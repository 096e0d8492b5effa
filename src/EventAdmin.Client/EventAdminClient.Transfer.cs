using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

public sealed partial class EventAdminClient
{
    /// <summary>
    /// Everything of the store, a category or a stream as CloudEvents, one a line, uncompressed, as it is written by the server. The
    /// download is one try: an end that comes too early is an exception of the stream's reads.
    /// </summary>
    /// <param name="stream">Only this stream; null for all.</param>
    /// <param name="category">Only this category; null for all.</param>
    /// <param name="cancellationToken">Ends the waiting for the first byte.</param>
    /// <returns>The lines; to be disposed.</returns>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public async Task<ExportDownload> ExportAsync(string? stream, string? category, CancellationToken cancellationToken)
    {
        var address = stream is null ? ApiPaths.With("api/export", ("category", category)) : ApiPaths.With($"{ApiPaths.Stream(stream)}/export");
        try
        {
            var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ExportDownload.OpenAsync(response, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (HttpRequestException e)
        {
            throw new ServerUnavailableException($"No answer from {_http.BaseAddress}: {HttpTries.Describe(e)}.", e);
        }
    }

    /// <summary>Appends CloudEvents in their order to one stream: all of them are stored or none.</summary>
    /// <param name="stream">The stream's id; the events name it as their <c>subject</c>, or none.</param>
    /// <param name="events">One CloudEvent each in its JSON form, with an id, as UTF-8; they are stored byte for byte.</param>
    /// <param name="deadline">How long to try, all tries together.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent may be stored.</param>
    public async Task<AppendAnswer> AppendCloudEventsAsync(
        string stream, IReadOnlyList<ReadOnlyMemory<byte>> events, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
            throw new ArgumentException("Expected at least one event.", nameof(events));
        var answer = await PostAsync(ApiPaths.Events(stream), ListOf(events), ApiHeaders.CloudEventBatch, deadline, cancellationToken).ConfigureAwait(false);
        return Judge(answer, stream, [], () => new AppendAnswer.Appended(answer.Read<AppendReceipt>()));
    }

    private static byte[] ListOf(IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        // "[", the events with "," between them, "]".
        var list = new byte[events.Sum(e => e.Length + 1) + 1];
        var at = 0;
        foreach (var e in events)
        {
            list[at] = (byte)(at == 0 ? '[' : ',');
            e.Span.CopyTo(list.AsSpan(at + 1));
            at += e.Length + 1;
        }

        list[at] = (byte)']';
        return list;
    }
}
