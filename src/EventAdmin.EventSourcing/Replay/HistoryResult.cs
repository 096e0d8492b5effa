using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>What a walk through a stream's history found. A value, not an exception; switch on every case.</summary>
/// <typeparam name="T">What was looked for.</typeparam>
public abstract record HistoryResult<T>
{
    private HistoryResult()
    {
    }

    /// <summary>It is known.</summary>
    /// <param name="Value">What was looked for.</param>
    /// <param name="Reads">How the events were read.</param>
    public sealed record Found(T Value, ReadSummary Reads) : HistoryResult<T>;

    /// <summary>The stream has no events.</summary>
    /// <param name="Stream">The stream.</param>
    public sealed record NoSuchStream(StreamId Stream) : HistoryResult<T>;

    /// <summary>The reducer threw.</summary>
    /// <param name="Event">The event at which it threw.</param>
    /// <param name="Error">What it said.</param>
    public sealed record ReducerFailed(RecordedEvent Event, string Error) : HistoryResult<T>;
}

/// <summary>Two states of a stream and what differs.</summary>
/// <param name="Was">The state compared with.</param>
/// <param name="Now">The state asked for.</param>
/// <param name="Diff">What differs; null when one of them is not known.</param>
public sealed record ReplayChanges(ReplayResult Was, ReplayResult Now, StateDiff? Diff);
