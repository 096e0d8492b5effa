using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Panels;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Features.Streams;

/// <summary>Browses the streams: categories beside a list by last change or by name.</summary>
public sealed partial class StreamsPage
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    private StreamsPageState _state = new();
    private PanelState<CategoryTree> _categories = new PanelState<CategoryTree>.Loading("the categories");
    private PanelState<StreamsListing> _listing = new PanelState<StreamsListing>.Loading("the streams");
    private CancellationTokenSource? _typing;
    private string? _sought;
    private string _prefixInField = "";
    private int _prefixGeneration;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private bool IsByName => _state.EffectiveSort is StreamSort.Name;

    public override ValueTask DisposeAsync()
    {
        StopTyping();
        return base.DisposeAsync();
    }

    protected override async Task ArriveAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken cancellationToken)
    {
        var before = _state;
        _state = StreamsPageState.Parse(query);
        // The field is the browser's own while someone types: only a prefix that was not sought from it makes it anew. More may have been
        // typed since this one was sought.
        if (!string.Equals(_state.Prefix, _sought ?? before.Prefix, StringComparison.Ordinal))
            (_prefixGeneration, _prefixInField, _sought) = (_prefixGeneration + 1, _state.Prefix, null);
        if (_listing is PanelState<StreamsListing>.Ready shown)
            _listing = shown with { IsRefreshing = true };
        await LoadAsync(cancellationToken);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var categories = Service.ListCategoriesAsync(_state.IncludeSystem, cancellationToken);
            var listing = await Service.ListAsync(_state, cancellationToken);
            var tree = await categories;
            _categories = new PanelState<CategoryTree>.Ready(tree);
            _listing = listing.Streams.Count > 0 ? new PanelState<StreamsListing>.Ready(listing) : WhyEmpty(tree);
        }
        catch (EventStorageException exception)
        {
            Logger.StreamsNotListed(exception);
            _categories = new PanelState<CategoryTree>.Failed("the categories could not be read.");
            _listing = new PanelState<StreamsListing>.Failed("the streams could not be read: the store did not answer.")
            {
                StillWorks = "Nothing that was recorded is affected. A stream whose name you know may still open.",
                TraceId = TraceIds.Current,
            };
        }
    }

    private PanelState<StreamsListing>.Empty WhyEmpty(CategoryTree tree) => (tree, _state) switch
    {
        ({ Streams: 0 }, { Prefix.Length: 0, Category: null }) =>
            new("This store holds no streams yet.") { NextStep = new PanelStep("Load the sample or import a history", AppUrls.Welcome) },
        (_, { IsPaged: true }) => new("There is nothing beyond this place in the list.") { NextStep = new PanelStep("Back to its beginning", _state.FirstPage.ToUrl()) },
        (_, { Prefix.Length: > 0 }) => new($"No stream name starts with “{_state.Prefix}”{InCategory}. Case counts."),
        _ => new("No stream is in this category."),
    };

    private string InCategory => _state.Category is { } category ? $" in {category}" : "";

    private async Task TypePrefixAsync(ChangeEventArgs change)
    {
        StopTyping();
        var typed = (change.Value as string ?? "").Trim();
        _typing = new CancellationTokenSource();
        try
        {
            await Task.Delay(Rest, Clock, _typing.Token);
        }
        catch (OperationCanceledException)
        {
            // More was typed.
            return;
        }

        _sought = typed;
        Navigation.NavigateTo((_state.FirstPage with { Prefix = typed }).ToUrl(), replace: true);
    }

    private void StopTyping()
    {
        _typing?.Cancel();
        _typing?.Dispose();
        _typing = null;
    }

    private void SortBy(StreamSort sort) => Navigation.NavigateTo((_state.FirstPage with { Sort = sort }).ToUrl(), replace: true);

    private void SwitchSystem(ChangeEventArgs change) =>
        Navigation.NavigateTo((_state.FirstPage with { IncludeSystem = change.Value is true }).ToUrl(), replace: true);

    private string Pressed(StreamSort sort) => _state.EffectiveSort == sort ? "true" : "false";

    private bool IsCurrent(string category) => string.Equals(_state.Category, category, StringComparison.Ordinal);

    private string UrlOf(string? category) => (_state.FirstPage with { Category = category, Prefix = "" }).ToUrl();
}
