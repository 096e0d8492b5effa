using EventAdmin.Web.Components.Text;
using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Navigation;

/// <summary>A page's one h1, its document title and its actions; takes focus when a person arrives by navigation.</summary>
public sealed partial class PageHeading
{
    private ElementReference _heading;
    private string? _arrivedAt;

    /// <summary>The h1, and the document title after the environment's name. Two pages never share one.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>Markup for the h1 where plain text is not enough; <see cref="Title"/> stays the document's.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Parameter] public RenderFragment? Breadcrumb { get; set; }

    [Parameter] public RenderFragment? Actions { get; set; }

    /// <summary>A page that shows a past state says so in the browser's tab before anything else.</summary>
    [Parameter] public bool IsPast { get; set; }

    /// <summary>Off for a page whose own text box takes focus.</summary>
    [Parameter] public bool TakesFocus { get; set; } = true;

    private string DocumentTitle
    {
        get
        {
            var title = $"{Band.Value.Name} · {VisibleText.Of(Title)} · EventAdmin";
            return IsPast ? $"PAST · {title}" : title;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // A step within a page (another version, another filter) changes the query: focus stays on what took the step.
        var path = new Uri(Navigation.Uri).AbsolutePath;
        if (string.Equals(_arrivedAt, path, StringComparison.Ordinal))
            return;
        _arrivedAt = path;
        if (Arrivals.CountArrival() && TakesFocus)
            await _heading.FocusAsync(preventScroll: true);
    }
}
