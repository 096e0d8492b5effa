using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Storage;

/// <summary>What became of an append. A value, not an exception; switch on every case.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>It is stored and durable, by this try or an earlier one.</summary>
    public sealed record Appended : AppendOutcome
    {
        /// <summary>The append's id.</summary>
        public required AppendId Append { get; init; }

        /// <summary>Where the events stand, a stream each, in the request's order; conditions are left out.</summary>
        public required IReadOnlyList<AppendedStream> Streams { get; init; }

        /// <summary>The feed position of the append's last event.</summary>
        public required FeedPosition Position { get; init; }

        /// <summary>When the store took it.</summary>
        public required DateTimeOffset RecordedAt { get; init; }

        /// <summary>True when an earlier try had stored it and this one added nothing.</summary>
        public bool IsRepeat { get; init; }
    }

    /// <summary>Nothing was stored: a stream is not as expected.</summary>
    /// <param name="Stream">The first stream of the request that was not.</param>
    /// <param name="Expected">What was expected of it.</param>
    /// <param name="Actual">Its newest version; null when it has no events.</param>
    public sealed record Conflict(StreamId Stream, ExpectedVersion Expected, StreamVersion? Actual) : AppendOutcome;

    /// <summary>Not known: it may or may not be stored. Ask again with the same append id, never with new events.</summary>
    /// <param name="Append">The append's id.</param>
    /// <param name="Stream">The first stream of the request.</param>
    /// <param name="Planned">The version that its first event would have; null when that was not decided.</param>
    public sealed record Unknown(AppendId Append, StreamId Stream, StreamVersion? Planned) : AppendOutcome;

    /// <summary>Nothing was stored, and nothing of it ever will be by this try.</summary>
    /// <param name="Reason">Why, for code.</param>
    /// <param name="Detail">Why, for people: what was found and what is allowed.</param>
    public sealed record Refused(RefusalReason Reason, string Detail) : AppendOutcome;
}

/// <summary>Where the events of one append stand in one stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="First">The version of the first event.</param>
/// <param name="Last">The version of the last event.</param>
public sealed record AppendedStream(StreamId Stream, StreamVersion First, StreamVersion Last);

/// <summary>Why a store refused an append.</summary>
public enum RefusalReason
{
    /// <summary>The request itself is wrong: no events, a stream named twice, data that is not what its content type says.</summary>
    Invalid,

    /// <summary>An <see cref="EventLimits"/> limit is broken.</summary>
    LimitExceeded,

    /// <summary>The append id or an event id is known with other content.</summary>
    IdempotencyMismatch,

    /// <summary>The store was busy for longer than its patience. Trying again later may work.</summary>
    Busy,

    /// <summary>No space is left for the store's file. Appends resume when there is some.</summary>
    DiskFull,

    /// <summary>The store can't prove its state, or is stopping: it serves reads only.</summary>
    Degraded,
}
