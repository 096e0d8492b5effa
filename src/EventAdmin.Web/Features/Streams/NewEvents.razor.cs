using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>Counts what a stream gets while its page is open. An island: only the count is drawn, at most four times a second.</summary>
public sealed partial class NewEvents : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;
    private Followed? _followed;
    private long _arrived;
    private long _drawn;

    [Parameter, EditorRequired] public StreamId Stream { get; set; }

    [Parameter, EditorRequired] public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>Up to here the page shows everything.</summary>
    [Parameter, EditorRequired] public FeedPosition After { get; set; }

    [Parameter, EditorRequired] public bool IsOn { get; set; }

    [Parameter] public EventCallback OnShow { get; set; }

    [Inject] private StreamsService Service { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private ILogger<NewEvents> Logger { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = IsOn && RendererInfo.IsInteractive ? new Followed(Stream, string.Join('\n', Types), After) : null;
        if (wanted == _followed)
            return;
        _followed = wanted;
        await StopAsync();
        if (wanted is null)
            return;
        _stopping = new CancellationTokenSource();
        _running = Task.WhenAll(CountAsync(_stopping.Token), DrawAsync(_stopping.Token));
    }

    private async Task StopAsync()
    {
        if (_stopping is not null)
        {
            await _stopping.CancelAsync();
            await _running;
            _stopping.Dispose();
            _stopping = null;
        }

        (_arrived, _drawn) = (0, 0);
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        using var subscription = Service.Follow(Stream, Types, After);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var batch in subscription.ReadAsync(cancellationToken))
                    Interlocked.Add(ref _arrived, batch.Events.Count);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (EventStorageException exception)
            {
                // The subscription keeps its place, so nothing is missed when the store answers again.
                Logger.StreamNotFollowed(exception, Stream.Value, RetryDelay);
                await Task.Delay(RetryDelay, Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DrawAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var arrived = Interlocked.Read(ref _arrived);
                if (arrived == _drawn)
                    continue;
                _drawn = arrived;
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is left, or follows something else.
        }
    }

    private Task ShowAsync() => OnShow.InvokeAsync();

    private sealed record Followed(StreamId Stream, string Types, FeedPosition After);
}
