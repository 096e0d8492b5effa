using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventAdmin.Web.Features.Wall;

/// <summary>
/// Reads for one board, once for all its screens, and only while there is one. Screens take the newest frame and beat when they are ready for
/// more, so a slow one misses frames and delays nobody. What was counted is kept while nobody looks. Thread-safe.
/// </summary>
internal sealed class WallReader(WallBoard board, WallReaderParts parts) : IAsyncDisposable
{
    public const string FrameEvent = "frame";
    public const string BeatEvent = "beat";

    private const int NewestRows = 50;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(2);

    private readonly WallTally _tally = new(board, new WallWords(board));
    private readonly WallStoreWatch _store = new(parts.Reader, parts.Checks, parts.Clock, board.Zone);
    private readonly FeedSignal _news = new();

    // Guards the fields below.
    private readonly Lock _guardsScreens = new();
    private int _screens;
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;
    private Message? _frame;
    private Message? _beat;
    private long _published;

    // Written by one loop each.
    private DateTimeOffset? _readToEndAt;
    private volatile bool _isCounting = true;

    /// <summary>How many screens read now.</summary>
    public int Screens
    {
        get
        {
            lock (_guardsScreens)
                return _screens;
        }
    }

    /// <summary>Ends once nobody is left to read for.</summary>
    public Task Running
    {
        get
        {
            lock (_guardsScreens)
                return _running;
        }
    }

    /// <summary>What one screen is sent, until it goes.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            Message? frame = null;
            Message? beat = null;
            while (!cancellationToken.IsCancellationRequested)
            {
                var next = _news.Next;
                var (newestFrame, newestBeat) = Newest();
                if (newestFrame is not null && newestFrame != frame)
                    yield return Item(frame = newestFrame, FrameEvent);
                if (newestBeat is not null && newestBeat != beat)
                    yield return Item(beat = newestBeat, BeatEvent);
                await next.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Leave();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_guardsScreens)
            Stop();
        await Running;
    }

    private static SseItem<string> Item(Message message, string eventType) =>
        new(message.Text, eventType)
        {
            EventId = message.Number.ToString(CultureInfo.InvariantCulture),
            ReconnectionInterval = ReconnectAfter,
        };

    private void Enter()
    {
        lock (_guardsScreens)
        {
            if (_screens++ > 0)
                return;
            // What the last screen saw may be old; the first tick makes a new one.
            (_frame, _beat) = (null, null);
            var (before, stopping) = (_running, new CancellationTokenSource());
            _stopping = stopping;
            _running = Task.Run(() => RunAsync(before, stopping), CancellationToken.None);
        }
    }

    private void Leave()
    {
        lock (_guardsScreens)
        {
            if (--_screens == 0)
                Stop();
        }
    }

    private void Stop()
    {
        _ = _stopping?.CancelAsync();
        _stopping = null;
    }

    private (Message? Frame, Message? Beat) Newest()
    {
        lock (_guardsScreens)
            return (_frame, _beat);
    }

    private async Task RunAsync(Task before, CancellationTokenSource stopping)
    {
        await before;
        var token = stopping.Token;
        await Task.WhenAll(KeepAsync(CountAsync, token), KeepAsync(_store.WatchAsync, token), KeepAsync(PublishAsync, token));
        stopping.Dispose();
    }

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // No screen is left.
            }
            catch (Exception e)
            {
                // Whatever it is, a board must not stay dead: it goes on where it stood, and says how old it is meanwhile.
                parts.Logger.WallNotRead(e, board.Name, RetryDelay);
                await Task.Delay(RetryDelay, parts.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        if (_tally.BeginDay(parts.Clock.GetUtcNow()) || _tally.Position is null)
            await BeginAsync(cancellationToken);
        using var subscription = parts.Feed.Subscribe(FeedFilter.None, _tally.Position ?? FeedPosition.Start);
        await foreach (var batch in subscription.ReadAsync(cancellationToken))
        {
            _tally.Count(batch.Events, batch.Position);
            _isCounting = !batch.IsCaughtUp;
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var newest = new FeedRead { Direction = ReadDirection.Backward, CountMax = NewestRows };
        var page = await parts.Reader.ReadFeedAsync(newest, ReadOptions.Default, cancellationToken);
        _tally.List(page.Value.Events);
        var now = parts.Clock.GetUtcNow();
        var lastMinute = now - TimeSpan.FromSeconds(RateWindow.Seconds + 1);
        var midnight = board.StartOfDay(now);
        var position = await parts.Reader.FindPositionAsync(midnight < lastMinute ? midnight : lastMinute, cancellationToken);
        _tally.Count([], position);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, parts.Clock);
        var pace = new WallPace();
        do
        {
            var now = parts.Clock.GetUtcNow();
            // Past midnight the counts begin anew; what was recorded since is counted as it comes.
            if (_tally.Position is not null)
                _tally.BeginDay(now);
            var beat = Beat(now);
            var isFrame = pace.IsFrameDue(_tally.Change, now, _isCounting);
            var isBeat = pace.IsBeatDue(beat);
            if (isFrame || isBeat)
                Publish(isFrame ? WallText.Of(pace.Calm(_tally.Read(now, _isCounting), now)) : null, isBeat ? WallText.Of(beat) : null);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private WallBeat Beat(DateTimeOffset now)
    {
        var feed = parts.Feed.Status;
        if (!_isCounting && feed.FailingSince is null && feed.ReadAt is { } readAt && _tally.Position >= feed.CompleteUpTo)
            _readToEndAt = readAt;
        return new WallBeat
        {
            Now = now.ToUnixTimeMilliseconds(),
            Build = Security.BuildId.Value,
            FeedChecked = _readToEndAt?.ToUnixTimeMilliseconds(),
            StoreChecked = _store.CheckedAt?.ToUnixTimeMilliseconds(),
            Store = _store.State,
            Problems = [.. _store.Problems(feed.FailingSince)],
            Screens = Screens,
        };
    }

    private void Publish(string? frame, string? beat)
    {
        lock (_guardsScreens)
        {
            if (frame is not null)
                _frame = new Message(++_published, frame);
            if (beat is not null)
                _beat = new Message(++_published, beat);
        }

        _news.Raise();
    }

    private sealed record Message(long Number, string Text);
}

/// <summary>What every reader needs besides its board.</summary>
internal sealed record WallReaderParts(
    IEventReader Reader, EventFeed Feed, HealthCheckService Checks, TimeProvider Clock, ILogger<WallReader> Logger);
