using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Lists;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;
using EventAdmin.Web.Components.Time;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>One history: its facts, its events newest first, and one of them beside the list.</summary>
public sealed partial class StreamPage
{
    private StreamPageState _state = new();
    private PanelState<StreamListing> _panel = new PanelState<StreamListing>.Loading("the stream");
    private EventListSource _source = new EventListSource.Rows([]);
    private EventList? _list;
    private IDisposable? _keys;
    private IDisposable? _goTo;
    private StreamId? _stream;
    private StreamId? _visited;
    private string? _name;
    private string? _openedKey;
    private string _announcement = "";
    private long? _reveal;

    /// <summary>The stream's id as <see cref="AppUrls.StreamSegment"/> writes it.</summary>
    [Parameter] public string Segment { get; set; } = "";

    private StreamListing? Shown => _panel is PanelState<StreamListing>.Ready ready ? ready.Value : null;

    private string ListLabel => _state.IsOldestFirst ? "Events, oldest first" : "Events, newest first";

    public override ValueTask DisposeAsync()
    {
        _keys?.Dispose();
        _goTo?.Dispose();
        return base.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _goTo = GoTo.Register("version, date or time", GoAsync);
        _keys = Shortcuts.Register(
            new Shortcut { Key = "e", Description = "Open every event of the page in place", Act = OpenAllAsync },
            new Shortcut { Key = "Escape", Description = "Close the event beside the list", Act = CloseAsync });
    }

    protected override async Task ArriveAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken cancellationToken)
    {
        var name = AppUrls.ReadStreamSegment(Segment);
        var (stream, state) = (_stream, _state);
        _name = name ?? Segment;
        _state = StreamPageState.Parse(query);
        _stream = StreamId.TryParse(name, out var parsed) ? parsed : null;
        if (_state.Selected is null)
            _openedKey = null;
        if (_stream is not { } here)
        {
            _panel = new PanelState<StreamListing>.NotFound($"“{_name}” cannot be the name of a stream.");
            return;
        }

        if (Shown is null || stream != here || !IsSameList(state, _state))
            await LoadAsync(here, cancellationToken);
        if (stream != here && (_state.Selected ?? (_state.IsScroll ? _state.From : null)) is { } place)
            _reveal = place.Value;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_stream is { } stream && Shown is not null && _visited != stream)
        {
            _visited = stream;
            await Recent.VisitAsync(stream.Value);
        }

        if (_reveal is not { } version || _list is null)
            return;
        _reveal = null;
        await _list.GoToVersionAsync(version);
    }

    private async Task LoadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        if (_panel is PanelState<StreamListing>.Ready shown)
            _panel = shown.Value.Head.Stream == stream ? shown with { IsRefreshing = true } : new PanelState<StreamListing>.Loading("the stream");
        try
        {
            var listing = await Service.OpenAsync(stream, _state, cancellationToken);
            if (listing is null)
            {
                var near = await Service.FindNearAsync(stream.Value, cancellationToken);
                _panel = new PanelState<StreamListing>.NotFound($"no event is in a stream named “{stream}”.")
                {
                    Near = [.. near.Select(static name => new PanelStep(name, AppUrls.Stream(name)))],
                };
                return;
            }

            _source = SourceOf(listing);
            _panel = new PanelState<StreamListing>.Ready(listing);
        }
        catch (EventStorageException exception)
        {
            Logger.StreamNotRead(exception, stream.Value);
            _panel = new PanelState<StreamListing>.Failed("this stream could not be read: the store did not answer.")
            {
                StillWorks = "Nothing that was recorded is affected.",
                TraceId = TraceIds.Current,
            };
        }
    }

    private EventListSource SourceOf(StreamListing listing)
    {
        if (listing.Rows is { } page)
            return new EventListSource.Rows(page.Rows);
        var stream = listing.Head.Stream;
        return new EventListSource.Dense(
            listing.Range.First.Value,
            listing.Range.Count,
            (first, count, cancellationToken) => Service.ReadRowsAsync(stream, first, count, cancellationToken))
        {
            IsNewestFirst = !_state.IsOldestFirst,
        };
    }

    /// <summary>True when only what is open, followed or scrolled to differs.</summary>
    private static bool IsSameList(StreamPageState one, StreamPageState other) => ListOf(one) == ListOf(other);

    private static StreamPageState ListOf(StreamPageState state) =>
        state with { Selected = null, Open = [], IsLive = true, From = state.IsScroll ? null : state.From };

    private async Task OpenAsync(EventRow row)
    {
        if (!await Viewport.IsAtLeastAsync(Viewport.PaneWidth))
        {
            Navigation.NavigateTo(row.Url);
            return;
        }

        Select(row, replace: _state.Selected is not null);
    }

    private void FollowActive(EventRow row) => Select(row, replace: true);

    private void Select(EventRow row, bool replace)
    {
        if (_stream is not { } stream || _state.Selected?.Value == row.Version)
            return;
        Navigation.NavigateTo((_state with { Selected = StreamVersion.Of(row.Version) }).ToUrl(stream), replace: replace);
    }

    private async Task<string?> GoAsync(string text)
    {
        if (Shown is not { } listing)
            return "This stream is not read yet.";
        if (StreamVersion.TryParse(text, out var version))
            return await GoToVersionAsync(listing, version, $"{version} of {listing.Head.Last}");
        if (!Zone.TryParse(text, out var instant))
            return "Not understood. Type a version such as v57, a date such as 2026-03-01, or a time such as 2026-03-01 10:00.";
        var found = await Service.FindVersionAsync(listing.Head.Stream, instant, CancellationToken.None);
        var at = Zone.Format(instant, TimePrecision.Seconds);
        return found is { } last
            ? await GoToVersionAsync(listing, last, $"{last}, the last event at or before {at}")
            : await GoToVersionAsync(listing, listing.Head.First, $"{listing.Head.First}: every event is after {at}");
    }

    private async Task<string?> GoToVersionAsync(StreamListing listing, StreamVersion version, string announcement)
    {
        var head = listing.Head;
        if (version < head.First || version > head.Last)
            return $"{version} is not in this stream: it has {head.First} to {head.Last}.";
        var isShown = _state.IsScroll && _list is not null && version >= listing.Range.First && version <= listing.Range.Last;
        var state = isShown ? _state : _state.WithoutFilter;
        if (isShown)
            await _list!.GoToVersionAsync(version.Value);
        _announcement = announcement;
        Navigation.NavigateTo((state with { From = version, Open = [] }).ToUrl(head.Stream), replace: isShown);
        return null;
    }

    private void MarkOpened(EventDetails? details) =>
        _openedKey = details is null ? null : EventRow.KeyOf(details.Event.Stream.Value, details.Event.Version.Value, details.Event.Id.Value);

    private void SetTimes((DateTimeOffset? Since, DateTimeOffset? Until) times) =>
        Replace(_state.FirstPage with { Since = times.Since, Until = times.Until });

    private void ToggleLive() => Replace(_state with { IsLive = !_state.IsLive });

    private void Replace(StreamPageState state)
    {
        if (_stream is { } stream)
            Navigation.NavigateTo(state.ToUrl(stream), replace: true);
    }

    private async Task ShowNewAsync()
    {
        if (_stream is not { } stream)
            return;
        await LoadAsync(stream, Loading);
        if (Shown is { } listing)
            _reveal = _state.IsOldestFirst ? listing.Range.Last.Value : listing.Head.Last.Value;
    }

    private Task OpenAllAsync()
    {
        if (Shown is not { } listing || _stream is not { } stream)
            return Task.CompletedTask;
        if (_state.IsPages && listing.Rows is { } page)
        {
            var all = page.Rows.Select(static row => row.Version).Order().Take(StreamPageState.OpenMax).ToList();
            Replace(_state with { Open = _state.Open.Count > 0 ? [] : all });
            return Task.CompletedTask;
        }

        var top = _state.Selected ?? _state.From;
        Navigation.NavigateTo((_state with { IsPages = true, From = top, Selected = null }).ToUrl(stream));
        return Task.CompletedTask;
    }

    private Task CloseAsync()
    {
        if (_state.Selected is not null)
            Replace(_state with { Selected = null });
        return Task.CompletedTask;
    }

    private string UrlOf(StreamPageState state) => _stream is { } stream ? state.ToUrl(stream) : AppUrls.Streams();

    private string? PageUrl(StreamListing listing, StreamVersion? from)
    {
        if (from is null)
            return null;
        var beginning = _state.IsOldestFirst ? listing.Range.First : listing.Range.Last;
        return UrlOf(from == beginning ? _state.FirstPage : _state with { From = from, Open = [] });
    }

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;

    private string WhyEnd(StreamListing listing) => !_state.IsOldestFirst && listing.Head.First > StreamVersion.First && _state.Since is null
        ? $"Earlier events were truncated: the stream begins at {listing.Head.First}."
        : "Nothing comes after this page.";

    private string? SearchWords(StreamListing listing)
    {
        if (listing.Rows is { IsComplete: false } rows)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Looked at {rows.Searched:N0} events and found {rows.Rows.Count:N0}; {(_state.IsOldestFirst ? "Newer" : "Older")} looks on.");
        }

        if (!_state.HasFilter || _state.Types.Count > 0)
            return _state.Types.Count > 0 ? "Only the chosen types are listed." : null;
        return string.Create(CultureInfo.InvariantCulture, $"The times leave {listing.Range.Count:N0} of {listing.Head.Count:N0} events.");
    }
}
