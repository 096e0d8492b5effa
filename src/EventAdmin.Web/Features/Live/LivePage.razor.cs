using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Lists;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace EventAdmin.Web.Features.Live;

/// <summary>The feed and its live end. The address holds the filter and, away from the end, the place.</summary>
public sealed partial class LivePage
{
    private readonly CancellationTokenSource _leaving = new();
    private LivePageState _state = new();
    private FeedChoices _choices = new([], []);
    private PanelState<FeedRows> _page = new PanelState<FeedRows>.Loading("the feed");
    private LiveTail? _tail;
    private IDisposable? _keys;
    private IDisposable? _goTo;
    private bool _isPaused;
    private DateTimeOffset? _pausedSince;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    // The chosen category stays choosable while no event of it is left.
    private IEnumerable<string> Categories => _state.Filter.Category is { } chosen
        ? _choices.Categories.Append(chosen).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        : _choices.Categories;

    private string? OlderUrl => _page is PanelState<FeedRows>.Ready { Value.Older: { } older }
        ? (_state with { From = older, IsForward = false }).ToUrl()
        : null;

    private string? NewerUrl => _page is PanelState<FeedRows>.Ready { Value.Newer: { } newer }
        ? (_state with { From = newer, IsForward = true }).ToUrl()
        : null;

    private string FilterWords
    {
        get
        {
            var parts = new List<string>();
            if (_state.Filter.Category is { } category)
                parts.Add($"category {category}");
            if (_state.Filter.Types.Count > 0)
                parts.Add(_state.Filter.Types.Count == 1 ? "1 type" : string.Create(CultureInfo.InvariantCulture, $"{_state.Filter.Types.Count} types"));
            return "Only " + string.Join(" and ", parts) + ".";
        }
    }

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _keys?.Dispose();
        _goTo?.Dispose();
        await _leaving.CancelAsync();
        _leaving.Dispose();
        if (_tail is not null)
            await _tail.DisposeAsync();
    }

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _keys = Shortcuts.Register(new Shortcut { Key = "p", Description = "Pause or resume the live list", Act = PressPauseAsync });
        _goTo = GoTo.Register("position or time", GoToAsync);
        await ReadAddressAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        var path = "/" + Navigation.ToBaseRelativePath(e.Location).Split('?')[0];
        if (string.Equals(path, AppUrls.Live, StringComparison.OrdinalIgnoreCase))
            _ = InvokeAsync(ReadAddressAsync);
    }

    private async Task ReadAddressAsync()
    {
        var query = QueryHelpers.ParseQuery(Navigation.ToAbsoluteUri(Navigation.Uri).Query);
        _state = LivePageState.Parse(query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        if (_tail is { } before)
        {
            _tail = null;
            await before.DisposeAsync();
        }

        (_isPaused, _pausedSince) = (false, null);
        try
        {
            _choices = await Feed.ReadChoicesAsync(_leaving.Token);
            var rows = await Feed.ReadAsync(_state, _leaving.Token);
            _page = rows.Source.Items.Count > 0 || _state.IsFollowing ? new PanelState<FeedRows>.Ready(rows) : Nothing();
            if (_state.IsFollowing && RendererInfo.IsInteractive)
                _tail = await Feed.FollowAsync(_state.Filter, _leaving.Token);
        }
        catch (EventStorageException e)
        {
            Logger.LivePageFailed(e);
            _page = new PanelState<FeedRows>.Failed("The feed could not be read.") { StillWorks = "Events already stored are safe." };
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
            return;
        }

        StateHasChanged();
    }

    private PanelState<FeedRows>.Empty Nothing() => _state.Filter.IsNone
        ? new PanelState<FeedRows>.Empty("The feed has no events here.") { NextStep = new PanelStep("Load or import some", AppUrls.Welcome) }
        : new PanelState<FeedRows>.Empty("No event matches the filters.")
        {
            NextStep = new PanelStep("Clear filters", (_state with { Filter = new LiveFilter() }).ToUrl()),
        };

    private Task PressPauseAsync()
    {
        if (_tail is not null)
            TogglePause();
        return InvokeAsync(StateHasChanged);
    }

    private void TogglePause()
    {
        _isPaused = !_isPaused;
        _pausedSince = _isPaused ? Clock.GetUtcNow() : null;
    }

    private void ClearFilter() => ChangeFilter(new LiveFilter());

    private void ChooseCategory(ChangeEventArgs change) =>
        ChangeFilter(_state.Filter with { Category = change.Value as string is { Length: > 0 } category ? category : null });

    private void AddType(ChangeEventArgs change)
    {
        if (change.Value is string { Length: > 0 } type)
            ChangeFilter(_state.Filter with { Types = [.. _state.Filter.Types.Append(type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] });
    }

    private void RemoveType(string type) => ChangeFilter(_state.Filter with { Types = [.. _state.Filter.Types.Where(other => other != type)] });

    private void ChangeFilter(LiveFilter filter) => Navigation.NavigateTo((_state with { Filter = filter }).ToUrl(), replace: true);

    private async Task<string?> GoToAsync(string text)
    {
        if (FeedPosition.TryParse(text, out var position))
        {
            Navigation.NavigateTo((_state with { From = position, IsForward = true }).ToUrl());
            return null;
        }

        if (!Zone.TryParse(text, out var instant))
            return $"'{text}' is neither a position (p:123) nor a time (2026-03-01 10:00).";
        var at = await Feed.FindPositionAsync(instant, _leaving.Token);
        Navigation.NavigateTo((_state with { From = at, IsForward = true }).ToUrl());
        return null;
    }
}
