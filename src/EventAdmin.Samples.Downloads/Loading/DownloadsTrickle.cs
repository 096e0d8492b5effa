using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Samples.Downloads.History;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Samples.Downloads.Loading;

/// <summary>
/// Appends realistic events at <see cref="DownloadsSampleOptions.Trickle"/> for as long as the host runs, on streams of its own invented
/// customers, which are part of the sample. Rests while the sample is removed. What a slow store did not take in time is left out.
/// </summary>
public sealed class DownloadsTrickle(
    SampleLoader loader, IOptions<DownloadsSampleOptions> options, TimeProvider clock, ILogger<DownloadsTrickle> logger) : BackgroundService
{
    private const int LivesMax = 24;
    private const int ActsMax = 200;
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(50);

    private readonly string _idSpace = $"downloads-trickle:{EventId.New(clock)}";
    private readonly Random _random = new(options.Value.Seed);
    private readonly List<(CustomerLife Life, int Acts)> _lives = [];

    // What one act wrote, waiting for its turn: a rate counts events, and an act may write several.
    private readonly Queue<(CustomerLife Life, AppendRequest Request)> _written = [];
    private long _lastTick = clock.GetTimestamp();
    private double _due;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!TrickleRate.TryParse(options.Value.Trickle, out var rate))
            return;
        logger.TrickleStarted(rate.PerSecond);
        var tick = TimeSpan.FromSeconds(1.0 / rate.PerSecond);
        using var timer = new PeriodicTimer(tick > ShortestTick ? tick : ShortestTick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await TickAsync(rate, stoppingToken).ConfigureAwait(false);
    }

    /// <summary>Appends what became due since the last tick, at most a second's worth.</summary>
    internal async Task TickAsync(TrickleRate rate, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        _due = Math.Min(rate.PerSecond, _due + (clock.GetElapsedTime(_lastTick, now).TotalSeconds * rate.PerSecond));
        _lastTick = now;
        _due -= await AppendAsync(_due, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> AppendAsync(double due, CancellationToken cancellationToken)
    {
        // A tick may come a hair early; an event that is due by then is not kept for the next one.
        const double Hair = 0.001;
        var appended = 0;
        try
        {
            while (due - appended > 1 - Hair && await StepAsync(cancellationToken).ConfigureAwait(false) is > 0 and var count)
                appended += count;
        }
        catch (EventStorageException exception)
        {
            // The trickle is decoration: it goes on when the store does.
            logger.TrickleFailed(exception);
        }

        return appended;
    }

    /// <summary>One append; 0 when there is nothing to append now.</summary>
    private async Task<int> StepAsync(CancellationToken cancellationToken)
    {
        if (_written.Count == 0 && !await ActAsync(cancellationToken).ConfigureAwait(false))
            return 0;
        if (!_written.TryDequeue(out var next))
            return 0;
        switch (await loader.AppendAsync(next.Request, cancellationToken).ConfigureAwait(false))
        {
            case AppendOutcome.Appended:
                return next.Request.EventCount;
            case null:
                _lives.Clear();
                _written.Clear();
                return 0;
            case var refused:
                // What this customer remembers is no longer what the store has: others take its place.
                logger.TrickleRefused(refused.ToString());
                _lives.RemoveAll(entry => entry.Life == next.Life);
                _written.Clear();
                return 0;
        }
    }

    private async Task<bool> ActAsync(CancellationToken cancellationToken)
    {
        // Mostly the known customers go on; now and then another one comes.
        if (_lives.Count == 0 || (_lives.Count < LivesMax && _random.Next(5) == 0))
        {
            if (await loader.AddCustomerAsync(_idSpace, cancellationToken).ConfigureAwait(false) is not { } born)
            {
                _lives.Clear();
                return false;
            }

            _lives.Add((born, 0));
            Write(_lives.Count - 1);
            return true;
        }

        Write(_random.Next(_lives.Count));
        return true;
    }

    private void Write(int place)
    {
        var (life, acts) = _lives[place];
        foreach (var request in life.Act(clock.GetUtcNow()))
            _written.Enqueue((life, request));
        if (acts + 1 == ActsMax)
            _lives.RemoveAt(place);
        else
            _lives[place] = (life, acts + 1);
    }
}
