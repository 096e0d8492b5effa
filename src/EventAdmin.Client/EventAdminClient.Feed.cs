using System.Runtime.CompilerServices;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

public sealed partial class EventAdminClient
{
    /// <summary>The events of the feed after a position, page by page as they are asked for, up to its end.</summary>
    /// <param name="after">A position that the server printed; null for the first event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public IAsyncEnumerable<FeedEvent> ReadFeedAsync(string? after, CancellationToken cancellationToken) => ReadPagesAsync("api/feed", after, cancellationToken);

    /// <summary>The events that carry a correlation id, in the order of the feed.</summary>
    /// <param name="correlationId">The id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EventAdminException">The server could not be asked, or refused.</exception>
    public IAsyncEnumerable<FeedEvent> ReadCorrelationAsync(string correlationId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(correlationId);
        return ReadPagesAsync(ApiPaths.Correlation(correlationId), after: null, cancellationToken);
    }

    /// <summary>
    /// Follows the feed, without end, until cancelled. A lost connection is made again and delivery goes on after the last envelope that
    /// was handed out: nothing is missed and nothing comes twice.
    /// </summary>
    /// <param name="request">Which events, and from where.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="FeedRefusedException">The server refused the request.</exception>
    public IAsyncEnumerable<FeedEnvelope> FollowAsync(FeedSubscriptionRequest request, CancellationToken cancellationToken)
    {
        var server = _http.BaseAddress ?? throw new InvalidOperationException("Expected the HttpClient to have the server's address as its base.");
        return new FeedClient(new FeedClientOptions { Server = server }, _clock, _options.FeedLogger).SubscribeAsync(request, cancellationToken);
    }

    private async IAsyncEnumerable<FeedEvent> ReadPagesAsync(string path, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var isEnd = false; !isEnd;)
        {
            var page = await GetAsync<FeedEventsPage>(
                ApiPaths.With(path, ("after", after), ("limit", ApiPaths.Text(_options.PageSize))), cancellationToken).ConfigureAwait(false);
            foreach (var e in page.Events)
                yield return e;
            (after, isEnd) = (page.Next, page.IsEnd);
        }
    }
}
