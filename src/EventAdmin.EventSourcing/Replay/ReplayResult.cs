using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>What state is asked for.</summary>
public sealed record ReplayRequest
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>What folds it.</summary>
    public required IReducer Reducer { get; init; }

    /// <summary>When.</summary>
    public Moment Moment { get; init; } = Moment.Now;

    /// <summary>False: fold from the first event, whatever snapshots there are, and take none.</summary>
    public bool UseSnapshots { get; init; } = true;

    /// <summary>True: also give the state before the last event that was folded.</summary>
    public bool IncludePrevious { get; init; }
}

/// <summary>What became of a replay. A value, not an exception; switch on every case.</summary>
public abstract record ReplayResult
{
    private ReplayResult()
    {
    }

    /// <summary>The state is known.</summary>
    /// <param name="State">The state, with the evidence for it.</param>
    public sealed record Replayed(ReplayedState State) : ReplayResult;

    /// <summary>The stream has no events.</summary>
    /// <param name="Stream">The stream.</param>
    public sealed record NoSuchStream(StreamId Stream) : ReplayResult;

    /// <summary>The reducer threw; what it made of the events before is known.</summary>
    /// <param name="Before">The state before the event.</param>
    /// <param name="Event">The event at which it threw.</param>
    /// <param name="Error">What it said.</param>
    public sealed record ReducerFailed(ReplayedState Before, RecordedEvent Event, string Error) : ReplayResult;
}

/// <summary>A state, with the evidence for it.</summary>
public sealed record ReplayedState
{
    /// <summary>The stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>What was asked.</summary>
    public required Moment Asked { get; init; }

    /// <summary>The state, UTF-8 JSON without blanks.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The version of the last event in the state; null before the first event.</summary>
    public required StreamVersion? Version { get; init; }

    /// <summary>The event at <see cref="Version"/>; null before the first event.</summary>
    public required RecordedEvent? Event { get; init; }

    /// <summary>The stream's head when the replay began.</summary>
    public required StreamHead Head { get; init; }

    /// <summary>The state before <see cref="Event"/>; null when it was not asked for, and before the first event.</summary>
    public ReadOnlyMemory<byte>? PreviousJson { get; init; }

    /// <summary>How many events were folded by this replay, those that a snapshot stands for left out.</summary>
    public required long EventsFolded { get; init; }

    /// <summary>Of these, how many had a type that the reducer does not know.</summary>
    public required long UnknownTypes { get; init; }

    /// <summary>Of these, how many had data that can't be read.</summary>
    public required long Unreadable { get; init; }

    /// <summary>By occurred time: how many events were left out because they occurred later.</summary>
    public long OccurredLater { get; init; }

    /// <summary>The version of the snapshot that the fold went on from; null when it began at the first event.</summary>
    public StreamVersion? SnapshotUsed { get; init; }

    /// <summary>Why a snapshot was thrown away instead of used; null when none was.</summary>
    public string? SnapshotRejected { get; init; }

    /// <summary>The reducer's name.</summary>
    public required string Reducer { get; init; }

    /// <summary>The reducer's version.</summary>
    public required string ReducerVersion { get; init; }

    /// <summary>The hash of the reducer's code, where there is one.</summary>
    public string? ReducerCodeHash { get; init; }

    /// <summary>The fingerprint of <see cref="Json"/>.</summary>
    public required StateFingerprint Fingerprint { get; init; }

    /// <summary>How the events were read.</summary>
    public required ReadSummary Reads { get; init; }

    /// <summary>True when a version beyond the stream's head was asked for, and the newest one is shown.</summary>
    public bool IsClamped => Asked is Moment.AtVersion at && at.Version > Head.Last;

    /// <summary>True when the state is the newest one.</summary>
    public bool IsNewest => Version == Head.Last && OccurredLater == 0;
}

/// <summary>The receipts of a replay's reads, as one.</summary>
public sealed record ReadSummary
{
    /// <summary>How many reads there were.</summary>
    public required int Reads { get; init; }

    /// <summary>The store, by the name of its kind.</summary>
    public required string Store { get; init; }

    /// <summary>The level asked, or null where the store has none.</summary>
    public string? Asked { get; init; }

    /// <summary>The levels got, each once; empty where the store has none.</summary>
    public IReadOnlyList<string> Got { get; init; } = [];

    /// <summary>Fewest copies that answered a read.</summary>
    public required int CopiesMin { get; init; }

    /// <summary>Tries over all reads.</summary>
    public required int Attempts { get; init; }

    /// <summary>Time over all reads.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>When the last read was answered, in UTC.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>True when a read was answered with what was at hand.</summary>
    public bool IsFallback { get; init; }
}
