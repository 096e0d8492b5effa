using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EventAdmin.Web.Components.Keyboard;

/// <summary>The box behind <c>g</c>: one letter leads to a page at once, anything else to a place in the open one.</summary>
public sealed partial class GoToBox
{
    private IJSObjectReference? _module;
    private string _text = "";
    private string? _answer;

    /// <summary>Pages with a letter of their own.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<PageDescriptor> Pages { get; set; } = [];

    public async ValueTask DisposeAsync()
    {
        Target.Changed -= OnTargetChanged;
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }
    }

    protected override void OnInitialized() => Target.Changed += OnTargetChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/dialog.js");
    }

    private async Task TypedAsync(ChangeEventArgs change)
    {
        _text = change.Value as string ?? "";
        _answer = null;
        var page = Pages.FirstOrDefault(candidate => string.Equals(candidate.GoToKey, _text.Trim(), StringComparison.Ordinal));
        if (page is null)
            return;
        await CloseAsync();
        Navigation.NavigateTo(page.Url);
    }

    private async Task SubmitAsync()
    {
        if (string.IsNullOrWhiteSpace(_text))
            return;
        _answer = await Target.GoAsync(_text.Trim());
        if (_answer is null)
            await CloseAsync();
    }

    private async Task CloseAsync()
    {
        _text = "";
        if (_module is not null)
            await _module.InvokeVoidAsync("close", "go-to");
    }

    private void OnTargetChanged() => _ = InvokeAsync(StateHasChanged);
}
