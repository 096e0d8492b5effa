using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Streams;

/// <summary>One page of the list of streams.</summary>
public sealed record StreamsListing
{
    public required IReadOnlyList<StreamSummary> Streams { get; init; }

    /// <summary>The page towards the list's end; null on the last.</summary>
    public required StreamsPageState? Next { get; init; }

    /// <summary>The page towards the list's beginning; null on the first, and by last change, where only the newest is known.</summary>
    public required StreamsPageState? Previous { get; init; }

    public required Evidence Evidence { get; init; }
}

/// <summary>A stream in the list, with the event that changed it last; null when that could not be read.</summary>
public sealed record StreamSummary(StreamHead Head, EventRow? Last);

/// <summary>The categories there are.</summary>
/// <param name="Own">Those of the product's users, by name.</param>
/// <param name="System">Those of the system; empty unless asked for.</param>
public sealed record CategoryTree(IReadOnlyList<CategoryCount> Own, IReadOnlyList<CategoryCount> System)
{
    public long Streams => Own.Sum(category => category.Streams);

    public long Events => Own.Sum(category => category.Events);
}
