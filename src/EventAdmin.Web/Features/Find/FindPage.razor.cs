using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Find;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;

namespace EventAdmin.Web.Features.Find;

/// <summary>The way in: a box, what was opened before, and what a text leads to.</summary>
public sealed partial class FindPage
{
    // Three histories of the sample that show a subject, an entity of it, and a short life.
    private static readonly string[] SampleStreams = ["customer-4711", "license-4711-tv1-t88", "downloads-4711-t88"];

    private FindPageState _state = new();
    private PanelState<StartFacts> _start = new PanelState<StartFacts>.Loading("the store");
    private PanelState<IReadOnlyList<FindGroup>> _groups = new PanelState<IReadOnlyList<FindGroup>>.Loading("hits");
    private PanelState<FoundEvents> _events = new PanelState<FoundEvents>.Loading("events");
    private IReadOnlyList<string> _recent = [];
    private string _takenAs = "";

    private string Title => _state.Text.Length is 0 ? "Find" : $"Find {_state.Text}";

    private string KindWords => _state.Kind switch
    {
        FindKind.Correlation => "Events of the correlation",
        FindKind.Causation => "Events caused by",
        FindKind.Append => "Events stored by the append",
        _ => "Newest events of the type",
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _recent = await Recent.ListAsync();
        if (_recent.Count > 0)
            StateHasChanged();
    }

    protected override async Task ArriveAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken cancellationToken)
    {
        _state = FindPageState.Parse(query);
        try
        {
            if (_state.Text.Length is 0)
                await LoadStartAsync(cancellationToken);
            else if (_state.Kind is not null)
                await LoadEventsAsync(cancellationToken);
            else
                await LoadGroupsAsync(cancellationToken);
        }
        catch (EventStorageException exception)
        {
            Logger.FindFailed(exception);
            const string What = "nothing could be looked up: the store did not answer.";
            _start = new PanelState<StartFacts>.Failed(What) { TraceId = TraceIds.Current };
            _events = new PanelState<FoundEvents>.Failed(What) { TraceId = TraceIds.Current };
            _groups = new PanelState<IReadOnlyList<FindGroup>>.Failed(What) { TraceId = TraceIds.Current };
        }
    }

    private async Task LoadStartAsync(CancellationToken cancellationToken)
    {
        if (await Service.IsEmptyAsync(cancellationToken))
        {
            _start = new PanelState<StartFacts>.Empty("This store holds no events yet.")
            {
                NextStep = new PanelStep("Load the sample or import a history", AppUrls.Welcome),
            };
            return;
        }

        _start = new PanelState<StartFacts>.Ready(new StartFacts(await Service.FindExistingAsync(SampleStreams, cancellationToken)));
    }

    private async Task LoadEventsAsync(CancellationToken cancellationToken)
    {
        _events = new PanelState<FoundEvents>.Loading("events");
        var found = await Service.ListEventsAsync(_state, cancellationToken);
        _events = found.Rows.Count > 0
            ? new PanelState<FoundEvents>.Ready(found)
            : new PanelState<FoundEvents>.Empty("No event in this store carries it.");
    }

    private async Task LoadGroupsAsync(CancellationToken cancellationToken)
    {
        _groups = new PanelState<IReadOnlyList<FindGroup>>.Loading("hits");
        var text = await Service.ReadAsync(new FindQuestion(_state.Text, OpenStream: null), cancellationToken);
        _takenAs = $"“{Components.Text.VisibleText.Of(_state.Text)}” {text.TakenAs}.";
        var groups = new List<FindGroup>();
        await foreach (var group in Service.FindAsync(text, openStream: null, FindService.HitsMax, cancellationToken))
        {
            groups.Add(group);
            _groups = new PanelState<IReadOnlyList<FindGroup>>.Ready([.. groups]);
            StateHasChanged();
        }

        if (groups.Count is 0)
        {
            _groups = new PanelState<IReadOnlyList<FindGroup>>.Empty(
                "Nothing found. Searched: names of streams as they begin, also after their category; ids of events, correlations, causes and "
                + "appends as a whole; event types. Not searched: payloads. Case counts in names of streams.")
            {
                NextStep = new PanelStep("Browse the streams", AppUrls.Streams()),
            };
        }
    }

    private async Task ForgetAsync(string name)
    {
        await Recent.ForgetAsync(name);
        _recent = await Recent.ListAsync();
    }

    private async Task ForgetAllAsync()
    {
        await Recent.ForgetAllAsync();
        _recent = [];
    }
}
