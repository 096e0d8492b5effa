namespace EventAdmin.Client.Contracts;

/// <summary>A page of one stream: the answer of <c>GET /api/streams/{stream}/events</c>.</summary>
public sealed record StreamEventsPage
{
    /// <summary>The stream's id.</summary>
    public required string Stream { get; init; }

    /// <summary>The stream's newest version when the page was read.</summary>
    public required long Version { get; init; }

    /// <summary>The events, in the direction asked. With <c>types</c> there may be fewer than asked, even none, though there are more.</summary>
    public required IReadOnlyList<FeedEvent> Events { get; init; }

    /// <summary>
    /// The value of <c>from</c> for the next page. At the end of a stream read forward it is the version that the next event will have;
    /// null once a stream read backward is at its first event.
    /// </summary>
    public long? Next { get; init; }

    /// <summary>True when nothing more stood in that direction when the page was read.</summary>
    public required bool IsEnd { get; init; }
}
