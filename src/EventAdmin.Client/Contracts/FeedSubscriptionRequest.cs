namespace EventAdmin.Client.Contracts;

/// <summary>Which events a subscription delivers, and from where.</summary>
public sealed record FeedSubscriptionRequest
{
    /// <summary>Before the first event: everything is delivered.</summary>
    public const string Start = "start";

    /// <summary>The end of the feed as it stands when the server takes the request: only what comes later is delivered.</summary>
    public const string Now = "now";

    /// <summary>Only this stream; null for all.</summary>
    public string? Stream { get; init; }

    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Only these event types; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary><see cref="Start"/>, <see cref="Now"/>, or the position of the last envelope that was handled, as the server printed it.</summary>
    public required string After { get; init; }

    /// <summary>
    /// After how many envelopes the server ends the delivery, so that a slow reader never has more than these waiting; the reader asks again
    /// from the last position. Null: never. 1 or more.
    /// </summary>
    public int? EnvelopesMax { get; init; }
}
