using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Find;

/// <summary>A page of events that carry an id or have a type.</summary>
public sealed record FoundEvents
{
    public required IReadOnlyList<EventRow> Rows { get; init; }

    /// <summary>Null at the end.</summary>
    public required FindPageState? Next { get; init; }

    public required Evidence? Evidence { get; init; }
}
