using System.Runtime.CompilerServices;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using Microsoft.AspNetCore.SignalR;

namespace EventAdmin.Web.Http.Feeds;

/// <summary>
/// The feed for other processes. A delivery pulls from its subscription as fast as the connection takes envelopes, so nothing is queued
/// here for a slow reader.
/// </summary>
internal sealed class FeedHub(EventFeed feed, IEventReader reader, LiveReaders readers, TimeProvider clock, ILogger<FeedHub> logger) : Hub
{
    public const string Path = "/hubs/feed";

    /// <summary>Catches up from the position, then goes on live; a refused request is answered with one envelope that says why.</summary>
    public async IAsyncEnumerable<FeedEnvelope> Subscribe(FeedSubscriptionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var terms = FeedTerms.Read(request, await FindHeadAsync(cancellationToken));
        if (terms.Refusal is { } refusal)
        {
            yield return new FeedEnvelope { Position = FeedSubscriptionRequest.Start, Refusal = refusal };
            yield break;
        }

        using var place = readers.TryEnter()
            ?? throw new HubException($"{LiveReaders.CountMax} readers follow the feed, as many as are served at once. Subscribe again later.");
        using var subscription = feed.Subscribe(terms.Filter, terms.After);
        var delivered = 0;
        await using var batches = subscription.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(batches))
        {
            foreach (var envelope in FeedWire.Envelopes(batches.Current))
            {
                yield return envelope;
                if (++delivered == request.EnvelopesMax)
                    yield break;
            }

            if (batches.Current.IsCaughtUp)
                await LivePace.RestAsync(clock, cancellationToken);
        }
    }

    private async Task<FeedPosition> FindHeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.FindFeedHeadAsync(cancellationToken);
        }
        catch (EventStorageException e)
        {
            throw CannotRead(e);
        }
    }

    private async Task<bool> MoveAsync(IAsyncEnumerator<FeedBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (EventStorageException e)
        {
            throw CannotRead(e);
        }
    }

    private HubException CannotRead(EventStorageException exception)
    {
        logger.FeedDeliveryFailed(exception);
        return new HubException("The store can't be read at the moment. Subscribe again after the last position.");
    }
}
