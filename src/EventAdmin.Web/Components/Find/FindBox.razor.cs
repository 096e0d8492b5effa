using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace EventAdmin.Web.Components.Find;

/// <summary>The combobox that leads anywhere: asks after a short rest, shows groups as they come, Enter goes to the sole hit or to the find page.</summary>
public sealed partial class FindBox
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    private readonly List<FindSuggestionGroup> _groups = [];
    private CancellationTokenSource? _asking;
    private FindSuggestion? _active;
    private string _text = "";
    private string? _failure;
    private string? _answered;
    private Task _answering = Task.CompletedTask;
    private ElementReference _field;
    private bool _isAsking;
    private bool _isClosed = true;
    private int _generation;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired] public string Id { get; set; } = "";

    [Parameter] public string Placeholder { get; set; } = "Find a stream, event, correlation …";

    [Parameter] public string? InitialText { get; set; }

    /// <summary>On for the one box that is the purpose of its page.</summary>
    [Parameter] public bool TakesFocus { get; set; }

    private string ListId => Id + "-list";

    private bool IsOpen => !_isClosed && _text.Length > 0;

    private string? ActiveId => _active is null ? null : OptionId(_active);

    private List<FindSuggestion> Shown =>
        _groups.SelectMany(static group => group.Suggestions.Take(FindSuggestionGroup.ShownMax)).ToList();

    private string Announcement => !IsOpen || _isAsking
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{Shown.Count} {(Shown.Count is 1 ? "suggestion" : "suggestions")}");

    public void Dispose()
    {
        StopAsking();
        Navigation.LocationChanged -= OnLocationChanged;
    }

    protected override void OnInitialized()
    {
        _text = InitialText ?? "";
        Navigation.LocationChanged += OnLocationChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && TakesFocus)
            await _field.FocusAsync(preventScroll: true);
    }

    private async Task TypedAsync(ChangeEventArgs change)
    {
        _text = (change.Value as string ?? "").Trim();
        _active = null;
        _failure = null;
        StopAsking();
        _isClosed = _text.Length is 0 || !Sources.Any();
        if (_isClosed)
        {
            _groups.Clear();
            return;
        }

        _asking = new CancellationTokenSource();
        _answering = AskAsync(_text, Rest, _asking.Token);
        await _answering;
    }

    private async Task AskAsync(string text, TimeSpan rest, CancellationToken cancellationToken)
    {
        try
        {
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, Clock, cancellationToken);
            _groups.Clear();
            _isAsking = true;
            StateHasChanged();
            var question = new FindQuestion(text, Components.Navigation.AppUrls.StreamOf(Navigation.Uri));
            foreach (var source in Sources)
            {
                await foreach (var group in source.SuggestAsync(question, cancellationToken).WithCancellation(cancellationToken))
                {
                    if (group.Suggestions.Count > 0)
                        _groups.Add(group);
                    StateHasChanged();
                }
            }

            (_isAsking, _answered) = (false, text);
        }
        catch (OperationCanceledException)
        {
            // The text changed; a newer question is under way.
        }
        catch (Exception exception)
        {
            // The box stands on every page: a store that fails must not end the circuit, and Enter still leads to the find page.
            Logger.FindSuggestionsFailed(exception);
            _isAsking = false;
            _failure = "Suggestions failed. Enter opens the find page.";
        }
    }

    private void OnKeyDown(KeyboardEventArgs key)
    {
        var shown = Shown;
        var at = _active is null ? -1 : shown.IndexOf(_active);
        switch (key.Key)
        {
            case "ArrowDown" when shown.Count > 0:
                _isClosed = false;
                _active = shown[(at + 1) % shown.Count];
                break;
            case "ArrowUp" when shown.Count > 0:
                _active = shown[at <= 0 ? shown.Count - 1 : at - 1];
                break;
            case "Escape":
                Close();
                break;
        }
    }

    // Enter after a paste comes before the rest is over: the answer decides where it leads, so it is asked for at once.
    private async Task GoAsync()
    {
        if (_text.Length is 0)
            return;
        var text = _text;
        if (_active is null && Sources.Any())
        {
            if (!_isAsking && !string.Equals(_answered, text, StringComparison.Ordinal))
            {
                StopAsking();
                _asking = new CancellationTokenSource();
                _answering = AskAsync(text, TimeSpan.Zero, _asking.Token);
            }

            await _answering;
            if (!string.Equals(text, _text, StringComparison.Ordinal))
                return;
        }

        if ((_active ?? Sole()) is { } target)
            Open(target);
        else
            Navigation.NavigateTo(Components.Navigation.AppUrls.Find(text));
    }

    private FindSuggestion? Sole()
    {
        var shown = Shown;
        return shown is [var only] ? only : shown.FindAll(static suggestion => suggestion.IsExact) is [var exact] ? exact : null;
    }

    private void Open(FindSuggestion suggestion)
    {
        Close();
        Navigation.NavigateTo(suggestion.Url);
    }

    private void Close()
    {
        StopAsking();
        _isClosed = true;
        _active = null;
    }

    private void StopAsking()
    {
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = null;
        _isAsking = false;
    }

    private string OptionId(FindSuggestion suggestion) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Id}-option-{Shown.IndexOf(suggestion)}");

    private void OnLocationChanged(object? sender, Microsoft.AspNetCore.Components.Routing.LocationChangedEventArgs args)
    {
        Close();
        _text = InitialText ?? "";
        _groups.Clear();
        // A new key makes a new, empty field: its text is the browser's own and is never written back while someone types.
        _generation++;
        _ = InvokeAsync(StateHasChanged);
    }
}
