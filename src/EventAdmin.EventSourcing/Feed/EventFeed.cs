using EventAdmin.EventSourcing.Diagnostics;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.EventSourcing.Feed;

/// <summary>
/// One loop that re-reads what is durable, in order, while anybody subscribes. Signals of the store only wake it. Subscriptions pull from
/// its bounded buffer; one that is slower than the buffer reads the store instead, so none ever misses, doubles or reorders. Thread-safe.
/// </summary>
public sealed class EventFeed : BackgroundService
{
    private const int PageSize = 1024;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IEventStorage _storage;
    private readonly FeedOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventFeed> _logger;
    private readonly FeedSignal _advanced = new();
    private readonly FeedSignal _subscribed = new();

    // Guards the fields below.
    private readonly Lock _guardsBuffer = new();
    private readonly FeedBuffer _buffer;
    private int _subscriptions;
    private bool _isFollowing;
    private DateTimeOffset? _readAt;
    private DateTimeOffset? _failingSince;

    /// <summary>Makes the feed of a store; it begins to read once it is started and somebody subscribes.</summary>
    public EventFeed(IEventStorage storage, IOptions<FeedOptions> options, TimeProvider clock, ILogger<EventFeed> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_storage, _options, _clock, _logger) = (storage, options.Value, clock, logger);
        _buffer = new FeedBuffer(_options.BufferEventsMax, _options.BufferBytesMax);
    }

    /// <summary>Where the loop stands.</summary>
    public FeedStatus Status
    {
        get
        {
            lock (_guardsBuffer)
                return new FeedStatus(_buffer.Tail, _readAt, _failingSince, _subscriptions);
        }
    }

    internal Task Advanced => _advanced.Next;

    internal int BatchEventsMax => _options.BatchEventsMax;

    /// <summary>Begins a subscription: every event after <paramref name="after"/> that passes the filter, then those to come.</summary>
    /// <param name="filter">Which events.</param>
    /// <param name="after">The checkpoint to resume from; <see cref="FeedPosition.Start"/> for everything.</param>
    public FeedSubscription Subscribe(FeedFilter filter, FeedPosition after)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_guardsBuffer)
            _subscriptions++;
        _subscribed.Raise();
        return new FeedSubscription(this, _storage, filter, after);
    }

    internal void Unsubscribe()
    {
        lock (_guardsBuffer)
            _subscriptions--;
    }

    /// <summary>The buffered events after a position with the end of the buffer, or null when the store must be read.</summary>
    internal (List<RecordedEvent> Events, FeedPosition Tail)? TryReadBuffer(FeedPosition after)
    {
        lock (_guardsBuffer)
        {
            var events = _isFollowing ? _buffer.TryRead(after, _options.BatchEventsMax) : null;
            if (events is null)
                return null;
            return (events, events.Count == _options.BatchEventsMax ? events[^1].Position : _buffer.Tail);
        }
    }

    internal void ReportCatchUp(FeedPosition position) => _logger.SubscriptionCatchesUp(position);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever the store's trouble is, subscribers wait for it to end; they read the store by themselves and see the same error.
                ReportFailure(e);
                await Task.Delay(RetryDelay, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var changed = _storage.Changed.Next;
            var subscribed = _subscribed.Next;
            if (!HasSubscriptions())
            {
                await subscribed.WaitAsync(stoppingToken).ConfigureAwait(false);
                continue;
            }

            await ReadOnAsync(stoppingToken).ConfigureAwait(false);
            await Task.WhenAny(changed, Task.Delay(_options.LookAgainAfter, _clock, stoppingToken)).ConfigureAwait(false);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>False when nobody subscribes; then the buffer is given up, since the loop stops reading.</summary>
    private bool HasSubscriptions()
    {
        lock (_guardsBuffer)
        {
            if (_subscriptions > 0)
                return true;
            _buffer.Restart(_buffer.Tail);
            (_isFollowing, _readAt) = (false, null);
            return false;
        }
    }

    private async Task ReadOnAsync(CancellationToken stoppingToken)
    {
        if (!_isFollowing)
        {
            var head = await _storage.FindFeedHeadAsync(stoppingToken).ConfigureAwait(false);
            lock (_guardsBuffer)
            {
                _buffer.Restart(head);
                (_isFollowing, _readAt) = (true, _clock.GetUtcNow());
            }

            _logger.FeedStarted(head);
            ReportRecovery();
            _advanced.Raise();
        }

        var isEnd = false;
        while (!isEnd)
        {
            var read = new FeedRead { After = _buffer.Tail, CountMax = PageSize, Filter = new FeedFilter { IncludeSystem = true } };
            var page = (await _storage.ReadFeedAsync(read, ReadOptions.Default, stoppingToken).ConfigureAwait(false)).Value;
            bool hasMoved;
            lock (_guardsBuffer)
            {
                hasMoved = page.Next > _buffer.Tail;
                if (hasMoved)
                    _buffer.Add(page.Events, page.Next);
                _readAt = _clock.GetUtcNow();
            }

            ReportRecovery();
            if (hasMoved)
                _advanced.Raise();
            isEnd = page.IsEnd;
        }
    }

    private void ReportFailure(Exception exception)
    {
        lock (_guardsBuffer)
            _failingSince ??= _clock.GetUtcNow();
        _logger.FeedReadFailed(exception, _buffer.Tail, RetryDelay);
    }

    private void ReportRecovery()
    {
        lock (_guardsBuffer)
        {
            if (_failingSince is null)
                return;
            _failingSince = null;
        }

        _logger.FeedReadRecovered(_buffer.Tail);
    }
}
