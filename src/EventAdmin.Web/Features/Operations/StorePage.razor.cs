using System.Globalization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Panels;

namespace EventAdmin.Web.Features.Operations;

/// <summary>What the store is worth at this moment, looked at again each second.</summary>
public sealed partial class StorePage
{
    private const int DamagedMax = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private PanelState<StoreFacts> _state = new PanelState<StoreFacts>.Loading("the store");
    private ITimer? _timer;
    private bool _isReading;

    public void Dispose()
    {
        _timer?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (RendererInfo.IsInteractive && !_leaving.IsCancellationRequested)
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), state: null, Interval, Interval);
    }

    private async Task LookAgainAsync()
    {
        if (_isReading || _leaving.IsCancellationRequested)
            return;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _isReading = true;
        try
        {
            _state = new PanelState<StoreFacts>.Ready(await Store.ReadAsync(_leaving.Token));
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone, and nobody looks.
        }
        catch (EventStorageException)
        {
            _state = new PanelState<StoreFacts>.Failed("The store did not answer.");
        }
        finally
        {
            _isReading = false;
        }
    }

    private static string Text(long number) => number.ToString("#,0", Spaced);

    private static string Counted(long count, string word) => count == 1 ? $"1 {word}" : $"{Text(count)} {word}s";

    private static readonly NumberFormatInfo Spaced = new() { NumberGroupSeparator = "\u202f" };
}
