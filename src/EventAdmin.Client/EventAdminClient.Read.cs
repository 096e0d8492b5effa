using System.Runtime.CompilerServices;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

public sealed partial class EventAdminClient
{
    /// <summary>The stream as it stands; null when it has no events.</summary>
    /// <param name="stream">The stream's id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public Task<StreamDescription?> FindStreamAsync(string stream, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        return FindAsync<StreamDescription>(ApiPaths.With(ApiPaths.Stream(stream)), cancellationToken);
    }

    /// <summary>
    /// The events of a stream, forward or backward, page by page as they are asked for: those that are there when the reading comes to
    /// them. Empty when the stream has no events.
    /// </summary>
    /// <param name="request">Which events, and from where.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public async IAsyncEnumerable<FeedEvent> ReadStreamAsync(StreamReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var from = request.From;
        for (var isEnd = false; !isEnd;)
        {
            var page = await FindAsync<StreamEventsPage>(PageOf(request, from), cancellationToken).ConfigureAwait(false);
            if (page is null)
                yield break;
            foreach (var e in page.Events)
                yield return e;
            isEnd = page.IsEnd || page.Next is null;
            from = page.Next;
        }
    }

    /// <summary>One event by where it stands; null when the stream has none there.</summary>
    /// <param name="stream">The stream's id.</param>
    /// <param name="version">The event's version, from 0.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public Task<FeedEvent?> FindEventAsync(string stream, long version, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        return FindAsync<FeedEvent>(ApiPaths.With(ApiPaths.Event(stream, version)), cancellationToken);
    }

    /// <summary>One event by its id; null when no stream has it.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public Task<FeedEvent?> FindEventAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync<FeedEvent>(ApiPaths.With($"api/events/{id:D}"), cancellationToken);

    /// <summary>The streams by name, page by page as they are asked for.</summary>
    /// <param name="request">Which streams.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public async IAsyncEnumerable<StreamDescription> ListStreamsAsync(StreamsRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string? after = null;
        do
        {
            var address = ApiPaths.With(
                "api/streams", ("prefix", request.Prefix), ("category", request.Category), ("after", after), ("limit", ApiPaths.Text(_options.PageSize)));
            var page = await GetAsync<StreamsPage>(address, cancellationToken).ConfigureAwait(false);
            foreach (var stream in page.Streams)
                yield return stream;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>What a text leads to: streams, categories, events, correlations.</summary>
    /// <param name="text">A name, or a part of one, or an id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public Task<FindAnswer> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        return GetAsync<FindAnswer>(ApiPaths.With("api/find", ("q", text)), cancellationToken);
    }

    /// <summary>The state of a stream at a moment; null when the stream has no events.</summary>
    /// <param name="request">The stream and the moment.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused: no such moment, no such reducer.</exception>
    public Task<StreamState?> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return FindAsync<StreamState>(
            ApiPaths.With($"{ApiPaths.Stream(request.Stream)}/state", ("at", request.At), ("by", request.By), ("as", request.As)), cancellationToken);
    }

    private Uri PageOf(StreamReadRequest request, long? from) => ApiPaths.With(
        ApiPaths.Events(request.Stream),
        ("from", from is { } version ? ApiPaths.Text(version) : null),
        ("direction", request.IsBackward ? "backward" : null),
        ("limit", ApiPaths.Text(_options.PageSize)),
        ("types", request.Types.Count == 0 ? null : string.Join(',', request.Types)));
}
