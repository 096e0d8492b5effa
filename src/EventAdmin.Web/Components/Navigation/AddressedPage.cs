using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Components.Navigation;

/// <summary>
/// A page whose state is its address: it is told of every arrival, also when only the query changed, and what the arrival before it was
/// still loading is cancelled.
/// </summary>
public abstract class AddressedPage : ComponentBase, IAsyncDisposable
{
    private CancellationTokenSource? _loading;
    private string? _arrivedAt;
    private bool _isDisposed;

    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Cancelled by the next arrival and by leaving.</summary>
    protected CancellationToken Loading => _loading?.Token ?? CancellationToken.None;

    public virtual ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Navigation.LocationChanged -= OnLocationChanged;
        StopLoading();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override Task OnParametersSetAsync() => ArriveOnceAsync(force: false);

    /// <summary>Reads the same address again, for instance after a failure.</summary>
    protected Task ReloadAsync() => ArriveOnceAsync(force: true);

    /// <summary>The address changed to this query. Loads what it says; cancelling is no error.</summary>
    protected abstract Task ArriveAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken cancellationToken);

    private async Task ArriveOnceAsync(bool force)
    {
        var uri = Navigation.Uri;
        if (_isDisposed || (!force && string.Equals(uri, _arrivedAt, StringComparison.Ordinal)))
            return;
        _arrivedAt = uri;
        StopLoading();
        var loading = _loading = new CancellationTokenSource();
        try
        {
            await ArriveAsync(ReadQuery(uri), loading.Token);
        }
        catch (OperationCanceledException) when (loading.IsCancellationRequested)
        {
            // The reader went on; a newer arrival is under way or the page is gone.
        }
    }

    private static List<KeyValuePair<string, string>> ReadQuery(string uri) =>
    [
        .. QueryHelpers.ParseQuery(new Uri(uri).Query)
            .SelectMany(static pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))),
    ];

    private void StopLoading()
    {
        _loading?.Cancel();
        _loading?.Dispose();
        _loading = null;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs args)
    {
        // Another path is either another page or this one with other parameters; both come through the router.
        if (_arrivedAt is null || !string.Equals(new Uri(args.Location).AbsolutePath, new Uri(_arrivedAt).AbsolutePath, StringComparison.Ordinal))
            return;
        _ = InvokeAsync(async () =>
        {
            try
            {
                await ArriveOnceAsync(force: false);
                if (!_isDisposed)
                    StateHasChanged();
            }
            catch (Exception exception)
            {
                // Nobody awaits this task: the framework shows the failure as it would one of OnParametersSetAsync.
                await DispatchExceptionAsync(exception);
            }
        });
    }
}
