using Microsoft.AspNetCore.Components;

namespace EventAdmin.Web.Components.Lists;

/// <summary>How one column is headed and drawn.</summary>
internal sealed record EventColumn
{
    public required EventColumns Which { get; init; }

    public required string Name { get; init; }

    /// <summary>After <c>cell-</c> in the style sheet.</summary>
    public required string Class { get; init; }

    public required Func<EventRow, RenderFragment> Draw { get; init; }

    /// <summary>The whole of what may be cut off; null where nothing is.</summary>
    public Func<EventRow, string?>? Title { get; init; }
}
