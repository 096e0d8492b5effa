namespace EventAdmin.Client.Contracts;

/// <summary>A page of the feed: the answer of <c>GET /api/feed</c> and of <c>GET /api/correlations/{id}</c>.</summary>
public sealed record FeedEventsPage
{
    /// <summary>The events, in the direction asked. There may be fewer than asked, even none, though there are more.</summary>
    public required IReadOnlyList<FeedEvent> Events { get; init; }

    /// <summary>The value of <c>after</c> for the next page, also at the end, where later events come after it. Opaque.</summary>
    public required string Next { get; init; }

    /// <summary>True when nothing more stood in that direction when the page was read.</summary>
    public required bool IsEnd { get; init; }
}
