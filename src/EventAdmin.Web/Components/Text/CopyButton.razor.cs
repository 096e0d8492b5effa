using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Text;

/// <summary>Copies one text and says whether that worked.</summary>
public sealed partial class CopyButton
{
    private string? _answer;
    private string? _copied;
    private Func<string>? _read;

    [Parameter] public string Text { get; set; } = "";

    /// <summary>Reads a text that may be long, when it is copied: a parameter of text crosses the wire with every drawing, a function does not.</summary>
    [Parameter] public Func<string>? LongText { get; set; }

    /// <summary>Says what is copied, such as "Copy event id".</summary>
    [Parameter] public string Label { get; set; } = "Copy";

    [Parameter] public bool IconOnly { get; set; }

    [Parameter] public string? Class { get; set; }

    protected override void OnParametersSet()
    {
        if (!string.Equals(_copied, Text, StringComparison.Ordinal) || _read != LongText)
            _answer = null;
    }

    private async Task CopyAsync()
    {
        (_copied, _read) = (Text, LongText);
        _answer = await Clipboard.CopyAsync(LongText?.Invoke() ?? Text) ? "Copied" : "The browser refused";
    }
}
