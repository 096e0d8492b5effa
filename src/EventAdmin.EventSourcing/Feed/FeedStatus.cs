using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Feed;

/// <summary>Where the feed's loop stands.</summary>
/// <param name="CompleteUpTo">Every durable event up to here was read.</param>
/// <param name="ReadAt">When it last looked, in UTC; null while nobody subscribes.</param>
/// <param name="FailingSince">Since when looking fails, in UTC; null when it does not.</param>
/// <param name="Subscriptions">How many subscriptions are open.</param>
public sealed record FeedStatus(FeedPosition CompleteUpTo, DateTimeOffset? ReadAt, DateTimeOffset? FailingSince, int Subscriptions);
