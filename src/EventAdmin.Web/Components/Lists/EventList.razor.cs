using System.Globalization;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Lists;

/// <summary>
/// The list of events: rows of one fixed height, of which only those on screen exist. Moves by keys, opens by click or Enter,
/// and jumps to any version of a dense stream.
/// </summary>
public sealed partial class EventList
{
    private const int TickingOverscan = 3;
    private const float RowHeight = 28;
    private const int PageRows = 20;

    private List<RowSlot> _slots = [];
    private EventColumnSet? _columns;
    private EventListSource? _drawn;
    private RowWindow _window;
    private Virtualize<RowSlot>? _virtualize;
    private ElementReference _grid;
    private IJSObjectReference? _module;
    private DotNetObjectReference<EventList>? _self;
    private IDisposable? _keys;
    private float _rowHeight = RowHeight;
    private int? _active;
    private string? _activeKey;
    private bool _hasFailed;
    private bool _isDisposed;

    [Parameter, EditorRequired] public EventListSource Source { get; set; } = new EventListSource.Rows([]);

    /// <summary>What the list holds, for screen readers.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>
    /// True for a list whose rows are replaced several times a second: a row is then drawn over in place, which is a fifth of the bytes and a quarter
    /// of the work in the browser of taking it out and putting another in.
    /// </summary>
    [Parameter] public bool IsTicking { get; set; }

    [Parameter] public EventColumns Columns { get; set; } = EventColumns.OneStream;

    /// <summary>A row was activated; without a handler its link is followed.</summary>
    [Parameter] public EventCallback<EventRow> OnOpen { get; set; }

    /// <summary>The active row moved; for pages that show it beside the list or keep it in the URL.</summary>
    [Parameter] public EventCallback<EventRow> OnActive { get; set; }

    /// <summary>Key of the row that is open beside the list.</summary>
    [Parameter] public string? OpenedKey { get; set; }

    /// <summary>Of several lists on a page, one hears the page's single keys.</summary>
    [Parameter] public bool HearsKeys { get; set; } = true;

    [Parameter] public string? Class { get; set; }

    /// <summary>Of several lists on a page, each needs its own.</summary>
    [Parameter] public string Id { get; set; } = "events";

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<EventColumn> Shown => (_columns ??= new EventColumnSet(Zone)).Choose(Columns);

    private int Length => Source is EventListSource.Dense ? _window.Length : _slots.Count;

    private object KeyOf(RowSlot slot) => IsTicking ? slot.Index : slot.Key;

    private string RowCount => Text(Source is EventListSource.Dense dense ? dense.Count + 1 : _slots.Count + 1);

    // How wide versions are, so that the column is neither cut nor a gap.
    private string? Digits => (Source is EventListSource.Dense ? _window.LastVersion : _slots.Select(static slot => slot.Version).DefaultIfEmpty().Max()) switch
    {
        > 99_999_999 => "very-many",
        > 9_999 => "many",
        _ => null,
    };

    // With it the browser keeps the reader's place by version, over a reload and Back.
    private string? TopVersion => Source is EventListSource.Dense && _window.Length > 0 ? Text(_window.VersionAt(0)) : null;

    private string? ActiveElementId => _active is { } active ? ElementId(active) : null;

    private string? WindowWords => Source is not EventListSource.Dense || _window.IsWhole
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Versions v{Math.Min(_window.VersionAt(0), _window.VersionAt(_window.Length - 1))} to v{Math.Max(_window.VersionAt(0), _window.VersionAt(_window.Length - 1))} of {_window.Count} can be scrolled; go to a version (g) to see others.");

    /// <summary>Makes that version the active row and brings it into view. False where a dense stream has no such version or the page's rows lack it.</summary>
    public async Task<bool> GoToVersionAsync(long version)
    {
        if (Source is EventListSource.Rows)
        {
            var at = _slots.FindIndex(slot => slot.Version == version);
            if (at >= 0)
                await ActivateAsync(at);
            return at >= 0;
        }

        if (_window.Locate(version) is not { } place)
            return false;
        var isMoved = place.Window != _window;
        _window = place.Window;
        if (isMoved && _virtualize is not null)
            await _virtualize.RefreshDataAsync();
        await ActivateAsync(place.Index);
        return true;
    }

    /// <summary>Reads what is on screen again, for instance after the stream has grown.</summary>
    public async Task RefreshAsync()
    {
        _hasFailed = false;
        if (_virtualize is not null)
            await _virtualize.RefreshDataAsync();
        StateHasChanged();
    }

    /// <summary>Called by the browser: fingers and narrow windows get higher rows.</summary>
    [JSInvokable]
    public void UseRowHeight(float rowHeight)
    {
        if (rowHeight < 1 || Math.Abs(rowHeight - _rowHeight) < 0.5f)
            return;
        _rowHeight = rowHeight;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _keys?.Dispose();
        Zone.Changed -= OnZoneChanged;
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("forget", _grid);
                await _module.DisposeAsync();
            }
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }

        _self?.Dispose();
    }

    protected override void OnInitialized()
    {
        Zone.Changed += OnZoneChanged;
        if (!HearsKeys)
            return;
        _keys = Shortcuts.Register(
            new Shortcut { Key = "j", Description = "Next event", Act = () => MoveAsync(1) },
            new Shortcut { Key = "k", Description = "Previous event", Act = () => MoveAsync(-1) },
            new Shortcut { Key = "Enter", Description = "Open the event", Act = OpenActiveAsync });
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Source is EventListSource.Dense ? Equals(_drawn, Source) : ReferenceEquals(_drawn, Source))
            return;
        var before = _drawn;
        _drawn = Source;
        _hasFailed = false;
        switch (Source)
        {
            case EventListSource.Rows rows:
                TakeRows(rows.Items);
                break;
            case EventListSource.Dense dense:
                await TakeDenseAsync(dense, before as EventListSource.Dense);
                break;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var module = await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Lists/EventList.razor.js");
        if (_isDisposed)
        {
            // Who left while the module was on its way has no list for it.
            await module.DisposeAsync();
            return;
        }

        _module = module;
        _self = DotNetObjectReference.Create(this);
        var rowHeight = await _module.InvokeAsync<float>("attend", _grid, _self);
        if (_isDisposed)
            return;
        UseRowHeight(rowHeight);

        // A page may have asked for a version before the browser was ready.
        if (_active is { } active)
            await RevealAsync(active);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void TakeRows(IReadOnlyList<EventRow> rows)
    {
        var seen = new HashSet<string>(rows.Count, StringComparer.Ordinal);
        _slots = new List<RowSlot>(rows.Count);
        foreach (var row in rows)
        {
            // A repeated key would end the circuit.
            if (seen.Add(row.Key))
                _slots.Add(new RowSlot(_slots.Count, row.Version, row));
            else
                Logger.ListKeyRepeated(row.Key);
        }

        _active = _activeKey is null ? null : _slots.FindIndex(slot => string.Equals(slot.Row?.Key, _activeKey, StringComparison.Ordinal)) is >= 0 and var at ? at : null;
    }

    private async Task TakeDenseAsync(EventListSource.Dense dense, EventListSource.Dense? before)
    {
        var isSameList = before is not null && before.IsNewestFirst == dense.IsNewestFirst && before.FirstVersion == dense.FirstVersion;
        var activeVersion = isSameList && _active is { } active ? _window.VersionAt(active) : (long?)null;
        _window = new RowWindow(dense.FirstVersion, dense.Count, dense.IsNewestFirst, isSameList ? _window.StartRank : 0);
        _active = activeVersion is { } version && _window.Locate(version) is { } place ? place.Index : null;
        if (_virtualize is not null)
            await _virtualize.RefreshDataAsync();
    }

    private async ValueTask<ItemsProviderResult<RowSlot>> ProvideAsync(ItemsProviderRequest request)
    {
        if (Source is not EventListSource.Dense dense)
            return new ItemsProviderResult<RowSlot>([], 0);
        var window = _window;
        var (firstVersion, count) = window.Range(request.StartIndex, request.Count);
        if (count is 0)
            return new ItemsProviderResult<RowSlot>([], window.Length);
        var rows = await ReadAsync(dense, firstVersion, count, request.CancellationToken);
        var byVersion = new Dictionary<long, EventRow>(rows.Count);
        foreach (var row in rows)
            byVersion.TryAdd(row.Version, row);
        var slots = new RowSlot[count];
        for (var offset = 0; offset < count; offset++)
        {
            var version = window.VersionAt(request.StartIndex + offset);
            slots[offset] = new RowSlot(request.StartIndex + offset, version, byVersion.GetValueOrDefault(version));
        }

        return new ItemsProviderResult<RowSlot>(slots, window.Length);
    }

    private async Task<IReadOnlyList<EventRow>> ReadAsync(EventListSource.Dense dense, long firstVersion, int count, CancellationToken cancellationToken)
    {
        try
        {
            return await dense.Read(firstVersion, count, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Called back by the framework, which would end the circuit: the list says what failed and stays.
            Logger.ListRowsFailed(exception);
            _hasFailed = true;
            _ = InvokeAsync(StateHasChanged);
            return [];
        }
    }

    private Task OnKeyDownAsync(KeyboardEventArgs key) => (key.Key, key.CtrlKey || key.AltKey || key.MetaKey) switch
    {
        (_, true) => Task.CompletedTask,
        ("ArrowDown", _) => MoveAsync(1),
        ("ArrowUp", _) => MoveAsync(-1),
        ("PageDown", _) => MoveAsync(PageRows),
        ("PageUp", _) => MoveAsync(-PageRows),
        ("Home", _) => GoToEndAsync(isTop: true),
        ("End", _) => GoToEndAsync(isTop: false),
        ("Enter", _) => OpenActiveAsync(),
        _ => Task.CompletedTask,
    };

    private Task MoveAsync(int rows) => Length is 0 ? Task.CompletedTask : ActivateAsync(_active is { } active ? active + rows : 0);

    private Task GoToEndAsync(bool isTop)
    {
        if (Source is EventListSource.Dense { Count: > 0 } dense)
            return GoToVersionAsync(isTop == dense.IsNewestFirst ? _window.LastVersion : _window.FirstVersion);
        return ActivateAsync(isTop ? 0 : Length - 1);
    }

    private async Task ActivateAsync(int index)
    {
        if (Length is 0)
            return;
        _active = Math.Clamp(index, 0, Length - 1);
        _activeKey = Source is EventListSource.Rows ? _slots[_active.Value].Row?.Key : null;
        StateHasChanged();
        await RevealAsync(_active.Value);
        if (OnActive.HasDelegate && await RowAtAsync(_active.Value) is { } row)
            await OnActive.InvokeAsync(row);
    }

    private async Task RevealAsync(int index)
    {
        if (_module is not null)
            await _module.InvokeVoidAsync("reveal", _grid, index, _rowHeight);
    }

    private async Task OpenActiveAsync()
    {
        if (_active is { } active && await RowAtAsync(active) is { } row)
            await OpenAsync(row);
    }

    private async Task OpenAsync(RowSlot slot)
    {
        _active = slot.Index;
        _activeKey = slot.Row?.Key;
        if (slot.Row is not null)
            await OpenAsync(slot.Row);
    }

    private Task OpenAsync(EventRow row)
    {
        if (OnOpen.HasDelegate)
            return OnOpen.InvokeAsync(row);
        Navigation.NavigateTo(row.Url);
        return Task.CompletedTask;
    }

    private async Task<EventRow?> RowAtAsync(int index)
    {
        if (Source is not EventListSource.Dense dense)
            return index < _slots.Count ? _slots[index].Row : null;
        var rows = await ReadAsync(dense, _window.VersionAt(index), 1, CancellationToken.None);
        return rows is [var row, ..] ? row : null;
    }

    private bool IsOpened(RowSlot slot) => OpenedKey is not null && string.Equals(slot.Row?.Key, OpenedKey, StringComparison.Ordinal);

    private string ElementId(int index) => string.Create(CultureInfo.InvariantCulture, $"{Id}-{index}");

    private Task RetryAsync() => RefreshAsync();

    private void OnZoneChanged() => _ = InvokeAsync(StateHasChanged);
}
