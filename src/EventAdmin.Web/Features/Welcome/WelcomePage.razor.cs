using System.Globalization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Samples.Downloads.Loading;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Features.Welcome;

/// <summary>The first page of a new store: sample, import, and where everything is.</summary>
public sealed partial class WelcomePage
{
    /// <summary>The largest file taken by upload: it comes in pieces over the page's own connection, some ten megabytes a second.</summary>
    private const long UploadBytesMax = 1_000_000_000;

    private const int CategoriesShown = 12;

    private static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = "\u202F" };

    private readonly CancellationTokenSource _leaving = new();
    private PanelState<WelcomeFacts> _state = new PanelState<WelcomeFacts>.Loading("the store's contents");
    private CancellationTokenSource? _cancelling;
    private SampleProgress? _loading;
    private ImportRun? _import;
    private string? _sampleWords;
    private bool _sampleFailed;
    private bool _isAskingRemoval;
    private bool _isBusy;
    private int _imports;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private static string Number(long number) => number.ToString("#,0", Numbers);

    private static string Counted(long number, string what) => $"{Number(number)} {what}{(number == 1 ? "" : "s")}";

    private async Task ReadAsync()
    {
        try
        {
            _state = new PanelState<WelcomeFacts>.Ready(await Welcome.ReadAsync(_leaving.Token));
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (EventStorageException e)
        {
            Logger.WelcomeFailed(e);
            _state = new PanelState<WelcomeFacts>.Failed("the store could not be read") { StillWorks = "Pages that are open keep what they show." };
        }
    }

    private Task LoadSampleAsync() => ActAsync("The sample could not be loaded.", async () =>
    {
        var outcome = await Welcome.LoadSampleAsync(new Reports<SampleProgress>(at => Draw(() => _loading = at)), _leaving.Token);
        (_sampleWords, _sampleFailed) = outcome switch
        {
            SampleLoadOutcome.Loaded loaded => ($"{Counted(loaded.Events, "event")} in {Counted(loaded.Streams, "stream")} were loaded.", false),
            SampleLoadOutcome.LoadedBefore => ("The sample was there already.", false),
            SampleLoadOutcome.StoreInUse => ("Not loaded: the store has got streams of its own.", true),
            SampleLoadOutcome.Stopped => ("Not finished: the store did not take an event. Load again to go on.", true),
            _ => throw new InvalidOperationException("Expected every outcome of a load to be named."),
        };
    });

    private Task RemoveSampleAsync() => ActAsync("The sample could not be removed. Try again.", async () =>
    {
        var streams = await Welcome.RemoveSampleAsync(_leaving.Token);
        (_sampleWords, _sampleFailed) = ($"{Counted(streams, "stream")} were removed.", false);
    });

    private async Task ActAsync(string failure, Func<Task> act)
    {
        if (_isBusy)
            return;
        (_isBusy, _sampleWords) = (true, null);
        try
        {
            await act();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            return;
        }
        catch (EventStorageException e)
        {
            Logger.WelcomeFailed(e);
            (_sampleWords, _sampleFailed) = (failure, true);
        }
        finally
        {
            (_isBusy, _isAskingRemoval, _loading) = (false, false, null);
        }

        await ReadAsync();
    }

    private async Task ImportAsync(InputFileChangeEventArgs chosen)
    {
        var file = chosen.File;
        var run = new ImportRun(file.Name, file.Size);
        _imports++;
        if (file.Size > UploadBytesMax)
        {
            _import = run with { Ending = "The file is too large to upload; import it from a terminal." };
            return;
        }

        _import = run;
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        _cancelling = cancelling;
        try
        {
            await using var upload = file.OpenReadStream(UploadBytesMax, cancelling.Token);
            var reports = new Reports<ImportProgress>(at => Draw(() => _import = _import is { IsRunning: true } ? _import with { Progress = at } : _import));
            var result = await Welcome.ImportAsync(upload, file.Size, reports, cancelling.Token);
            _import = run with { Result = result };
        }
        catch (OperationCanceledException) when (cancelling.IsCancellationRequested)
        {
            _import = run with { Ending = "Cancelled. What is stored stays; choose the same file again to go on." };
        }
        catch (Exception e) when (e is IOException or JSException or JSDisconnectedException or TimeoutException or EventStorageException or OperationCanceledException)
        {
            // A file can change or go while it is read, and a connection can end: none of it is the page's end.
            Logger.UploadFailed(e);
            _import = run with { Ending = "The upload broke off. What is stored stays; choose the same file again to go on." };
        }
        finally
        {
            _cancelling = null;
        }

        await ReadAsync();
    }

    private void CancelImport() => _cancelling?.Cancel();

    private void Draw(Action change) => _ = InvokeAsync(() =>
    {
        if (_leaving.IsCancellationRequested)
            return;
        change();
        StateHasChanged();
    });

    /// <summary>Passes progress on at once, on whichever thread it is told; the framework's own would reorder it.</summary>
    private sealed class Reports<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
