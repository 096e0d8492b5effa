using System.Runtime.CompilerServices;
using EventAdmin.Client.Contracts;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Client;

/// <summary>
/// Follows the feed of a server. A lost connection is made again, for ever, and delivery goes on after the last envelope that was handed
/// out: nothing is missed and nothing comes twice. Thread-safe; every subscription has a connection of its own.
/// </summary>
public sealed class FeedClient(FeedClientOptions options, TimeProvider clock, ILogger<FeedClient> logger)
{
    /// <summary>
    /// The envelopes of a subscription, without end, until cancelled. Keep <see cref="FeedEnvelope.Position"/> to resume in another process.
    /// At most <see cref="FeedClientOptions.EnvelopesWaitingMax"/> envelopes wait for a reader who is slower than the server.
    /// </summary>
    /// <param name="request">Which events, and from where.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <exception cref="FeedRefusedException">The server refused the request.</exception>
    public async IAsyncEnumerable<FeedEnvelope> SubscribeAsync(
        FeedSubscriptionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var next = request with { EnvelopesMax = options.EnvelopesWaitingMax };
        var delay = options.RetryDelay;
        while (true)
        {
            var connection = new FeedConnection(options.Server, next, logger);
            await using (connection.ConfigureAwait(false))
            {
                while (await TryReadAsync(connection, next.After, delay, cancellationToken).ConfigureAwait(false) is { } envelope)
                {
                    next = next with { After = envelope.Position };
                    delay = options.RetryDelay;
                    yield return envelope;
                }
            }

            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < options.RetryDelayMax ? delay * 2 : options.RetryDelayMax;
        }
    }

    /// <summary>The next envelope; null when the connection is lost or could not be made.</summary>
    private async Task<FeedEnvelope?> TryReadAsync(FeedConnection connection, string after, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (FeedRefusedException)
        {
            throw;
        }
        catch (Exception e)
        {
            // However a connection is lost, the answer is to make it again: the feed goes on where it stood.
            logger.FeedLost(e, options.Server, after, delay);
            return null;
        }
    }
}
