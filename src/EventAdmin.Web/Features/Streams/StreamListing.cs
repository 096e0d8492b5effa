using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Streams;

/// <summary>A stream as its page shows it.</summary>
public sealed record StreamListing
{
    public required StreamHead Head { get; init; }

    public required StreamRange Range { get; init; }

    /// <summary>Rows of the page; null where the list scrolls and reads its own.</summary>
    public required StreamRows? Rows { get; init; }

    /// <summary>Types among the newest events, most frequent first.</summary>
    public required IReadOnlyList<TypeTally> Types { get; init; }

    /// <summary>Over how many events <see cref="Types"/> counts.</summary>
    public required int TypesCountedIn { get; init; }

    public required Evidence Evidence { get; init; }
}

/// <summary>The versions that the page's times leave over; none when <see cref="Count"/> is 0.</summary>
public sealed record StreamRange(StreamVersion First, long Count)
{
    public StreamVersion Last => First.Plus(Count - 1);
}

/// <summary>A page of rows, in the order shown.</summary>
public sealed record StreamRows
{
    public required IReadOnlyList<EventRow> Rows { get; init; }

    /// <summary>Where the page after this one begins, in the direction shown; null at the end.</summary>
    public required StreamVersion? Next { get; init; }

    /// <summary>Where the page before this one begins; null on the first.</summary>
    public required StreamVersion? Previous { get; init; }

    /// <summary>False when the search stopped at its limit before the page was full; <see cref="Next"/> goes on from there.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How many events were looked at.</summary>
    public required long Searched { get; init; }
}

/// <summary>How often a type was met.</summary>
public sealed record TypeTally(string Name, int Count);
