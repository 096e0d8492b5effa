using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Live;

/// <summary>
/// Follows the feed for one page and fills its window. Every page has its own: the feed's buffer is what they share, so a tail costs the
/// store nothing. Disposing it ends the subscription.
/// </summary>
public sealed class LiveTail : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly FeedSubscription _subscription;
    private readonly SentenceWriter _sentences;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;

    internal LiveTail(LiveWindow window, FeedSubscription subscription, LiveTailParts parts)
    {
        (Window, _subscription) = (window, subscription);
        (_sentences, _clock, _logger) = (parts.Sentences, parts.Clock, parts.Logger);
        _following = Task.Run(FollowAsync);
    }

    /// <summary>What the page shows.</summary>
    public LiveWindow Window { get; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following;
        _subscription.Dispose();
        _stopping.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var batch in _subscription.ReadAsync(_stopping.Token))
                    Window.Add(batch.Events.Select(e => EventRows.Of(e, _sentences)));
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (EventStorageException e)
            {
                // The subscription keeps its place: whoever watches sees nothing but a pause, and the feed's status says why.
                _logger.LiveTailFailed(e, RetryDelay);
                await Task.Delay(RetryDelay, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

/// <summary>What every tail needs besides its subscription.</summary>
internal sealed record LiveTailParts(SentenceWriter Sentences, TimeProvider Clock, ILogger Logger);
