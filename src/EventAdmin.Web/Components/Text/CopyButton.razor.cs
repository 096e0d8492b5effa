using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Text;

/// <summary>Copies one text and says whether that worked.</summary>
public sealed partial class CopyButton
{
    private string? _answer;
    private string? _copied;

    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <summary>Says what is copied, such as "Copy event id".</summary>
    [Parameter] public string Label { get; set; } = "Copy";

    [Parameter] public bool IconOnly { get; set; }

    [Parameter] public string? Class { get; set; }

    protected override void OnParametersSet()
    {
        if (!string.Equals(_copied, Text, StringComparison.Ordinal))
            _answer = null;
    }

    private async Task CopyAsync()
    {
        _copied = Text;
        _answer = await Clipboard.CopyAsync(Text) ? "Copied" : "The browser refused";
    }
}
