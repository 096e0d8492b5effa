using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Feed;

/// <summary>What a subscription delivers at once.</summary>
/// <param name="Events">The events that pass its filter, in feed order; may be empty when only the position moved.</param>
/// <param name="Position">Everything up to here is delivered: keep it as the checkpoint, once the batch is handled.</param>
/// <param name="IsCaughtUp">True when nothing newer was durable when the batch was made.</param>
public sealed record FeedBatch(IReadOnlyList<RecordedEvent> Events, FeedPosition Position, bool IsCaughtUp);
