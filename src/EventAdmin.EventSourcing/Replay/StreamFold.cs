using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>One fold: a reduction, where it stands, and what it counted.</summary>
internal sealed class StreamFold(IReduction reduction, StreamVersion next)
{
    /// <summary>Where the fold goes on.</summary>
    public StreamVersion Next { get; private set; } = next;

    public StreamVersion? SnapshotUsed { get; init; }

    /// <summary>Only events that occurred by then take part; null for all.</summary>
    public DateTimeOffset? OccurredBy { get; init; }

    /// <summary>The version whose state is to be kept as a snapshot; null for none.</summary>
    public StreamVersion? SnapshotAt { get; init; }

    /// <summary>The state before the event with this version is to be kept; null for none.</summary>
    public StreamVersion? PreviousOf { get; init; }

    public RecordedEvent? Last { get; set; }

    public ReadOnlyMemory<byte>? PreviousJson { get; private set; }

    public ReadOnlyMemory<byte>? SnapshotJson { get; private set; }

    public RecordedEvent? SnapshotEvent { get; private set; }

    public long Folded { get; private set; }

    public long UnknownTypes { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>How many events were left out because they occurred later.</summary>
    public long OccurredLater { get; private set; }

    public IReduction Reduction => reduction;

    /// <summary>Takes the next event of the stream; false when it was left out because it occurred later.</summary>
    /// <exception cref="ReductionException">The reducer threw.</exception>
    public bool Apply(RecordedEvent e)
    {
        try
        {
            Next = e.Version.Plus(1);
            if (OccurredBy is { } instant && e.OccurredAt > instant)
            {
                OccurredLater++;
                return false;
            }

            if (e.Version == PreviousOf)
                PreviousJson = reduction.ToJson();
            Count(reduction.Apply(e));
            Last = e;
            if (e.Version == SnapshotAt)
                (SnapshotJson, SnapshotEvent) = (reduction.ToJson(), e);
            return true;
        }
        catch (Exception exception)
        {
            // A reducer is somebody's code: whatever it throws is an answer about that event, not about the store or the reader.
            throw new ReductionException(e, exception);
        }
    }

    private void Count(ReductionStep step)
    {
        Folded++;
        if (step == ReductionStep.UnknownType)
            UnknownTypes++;
        else if (step == ReductionStep.Unreadable)
            Unreadable++;
    }
}

/// <summary>A reducer threw at an event. Never leaves the replayer.</summary>
internal sealed class ReductionException(RecordedEvent at, Exception innerException) : Exception(innerException.Message, innerException)
{
    public RecordedEvent At { get; } = at;
}
