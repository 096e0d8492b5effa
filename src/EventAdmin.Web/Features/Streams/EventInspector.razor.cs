using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>One event: its story, what it changed, and as it is stored. Beside a list or on its own page.</summary>
public sealed partial class EventInspector : IDisposable
{
    private PanelState<EventDetails> _panel = new PanelState<EventDetails>.Loading("the event");
    private PanelState<EventChange> _change = new PanelState<EventChange>.Loading("the change");
    private PanelState<EventLinks> _links = new PanelState<EventLinks>.Loading("the links");
    private CancellationTokenSource? _loading;
    private (StreamId Stream, StreamVersion Version)? _shown;
    private InspectorTab _tab;
    private bool _hasLinks;

    [Parameter, EditorRequired] public StreamId Stream { get; set; }

    [Parameter, EditorRequired] public StreamVersion Version { get; set; }

    /// <summary>Beside a list instead of on a page of its own.</summary>
    [Parameter] public bool IsPane { get; set; }

    /// <summary>Told once an event is read, so that a page can name it and lead on.</summary>
    [Parameter] public EventCallback<EventDetails?> OnLoaded { get; set; }

    private string PayloadUrl => AppUrls.EventPayload(Stream.Value, Version.Value);

    private string PanelId => IsPane ? "pane-event" : "page-event";

    public void Dispose()
    {
        _loading?.Cancel();
        _loading?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Stream, Version))
            return;
        _shown = (Stream, Version);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        Dispose();
        var loading = _loading = new CancellationTokenSource();
        _panel = _panel is PanelState<EventDetails>.Ready shown ? shown with { IsRefreshing = true } : new PanelState<EventDetails>.Loading("the event");
        _change = new PanelState<EventChange>.Loading("the change");
        _hasLinks = false;
        try
        {
            var result = await Service.FindEventAsync(Stream, Version, loading.Token);
            _panel = StateOf(result);
            await OnLoaded.InvokeAsync((result as EventLookupResult.Found)?.Details);
            if (_panel is not PanelState<EventDetails>.Ready)
                return;
            StateHasChanged();
            await LoadChangeAsync();
            if (_tab is InspectorTab.Links)
                await LoadLinksAsync();
        }
        catch (OperationCanceledException) when (loading.IsCancellationRequested)
        {
            // Another event was chosen.
        }
        catch (EventDamagedException exception)
        {
            Logger.EventNotRead(exception, Stream.Value, Version.Value);
            _panel = new PanelState<EventDetails>.Failed($"this event is damaged: {exception.Damage}. What is stored is not what was written, so it is not shown.")
            {
                StillWorks = "The events before it are sound, and other streams take appends. The store page says what to do.",
                TraceId = TraceIds.Current,
            };
        }
        catch (EventStorageException exception)
        {
            Logger.EventNotRead(exception, Stream.Value, Version.Value);
            _panel = new PanelState<EventDetails>.Failed("this event could not be read: the store did not answer.") { TraceId = TraceIds.Current };
        }
    }

    private PanelState<EventDetails> StateOf(EventLookupResult result) => result switch
    {
        EventLookupResult.Found found => new PanelState<EventDetails>.Ready(found.Details),
        EventLookupResult.NoSuchVersion { Head: var head } when Version < head.First => new PanelState<EventDetails>.NotFound(
            $"{Version} of {Stream} was truncated; the stream begins at {head.First}.")
        {
            Near = [Step(head.First)],
        },
        EventLookupResult.NoSuchVersion { Head: var head } => new PanelState<EventDetails>.NotFound(
            $"{Version} of {Stream}: the stream ends at {head.Last}.")
        {
            Near = [Step(head.Last)],
        },
        EventLookupResult.NoSuchStream { Near: var near } => new PanelState<EventDetails>.NotFound($"no event is in a stream named “{Stream}”.")
        {
            Near = [.. near.Select(static name => new PanelStep(name, AppUrls.Stream(name)))],
        },
        _ => throw new InvalidOperationException($"Expected a known case, found {result.GetType().Name}."),
    };

    private PanelStep Step(StreamVersion version) => new($"{Stream} {version}", AppUrls.Event(Stream.Value, version.Value));

    private async Task LoadChangeAsync()
    {
        var cancellationToken = _loading?.Token ?? CancellationToken.None;
        try
        {
            var change = await Service.FindChangeAsync(Stream, Version, cancellationToken);
            _change = change is null
                ? new PanelState<EventChange>.Empty("What it changed is not known: the state before it cannot be folded.")
                : new PanelState<EventChange>.Ready(change);
        }
        catch (EventStorageException exception)
        {
            Logger.EventNotRead(exception, Stream.Value, Version.Value);
            _change = new PanelState<EventChange>.Failed("the history before this event could not be read.") { TraceId = TraceIds.Current };
        }
    }

    private async Task LoadLinksAsync()
    {
        if (_panel is not PanelState<EventDetails>.Ready { Value: var details })
            return;
        try
        {
            _links = new PanelState<EventLinks>.Ready(await Service.FindLinksAsync(details.Event, _loading?.Token ?? CancellationToken.None));
            _hasLinks = true;
        }
        catch (EventStorageException exception)
        {
            Logger.EventNotRead(exception, Stream.Value, Version.Value);
            _links = new PanelState<EventLinks>.Failed("linked events could not be looked up.") { TraceId = TraceIds.Current };
        }
    }

    private async Task ShowAsync(InspectorTab tab)
    {
        _tab = tab;
        if (tab is InspectorTab.Links && !_hasLinks)
            await LoadLinksAsync();
    }

    private string TabId(InspectorTab tab) => $"{PanelId}-{tab}";

    private static List<Components.Payloads.FieldChange> ChangesOf(StateDiff diff) =>
        [.. diff.Changes.Select(static change => new Components.Payloads.FieldChange(change.Path, change.Was, change.Now))];
}
