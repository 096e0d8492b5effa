using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.Web.Features.Replay;

/// <summary>What the time machine found. Switch on every case.</summary>
public abstract record ReplayAnswer
{
    private ReplayAnswer()
    {
    }

    /// <summary>The state is known.</summary>
    public sealed record Shown(ReplayedView View) : ReplayAnswer;

    /// <summary>The reducer threw at an event; the state before it is known.</summary>
    public sealed record ReducerFailed(ReplayedView Before, StreamVersion At, string Error) : ReplayAnswer;

    /// <summary>There is no such stream.</summary>
    public sealed record NoSuchStream : ReplayAnswer;
}

/// <summary>A state with all that is shown beside it.</summary>
public sealed record ReplayedView
{
    public required ReplayedState State { get; init; }

    /// <summary>The state's leaves; their versions are not known yet.</summary>
    public required IReadOnlyList<BlamedField> Fields { get; init; }

    public required StateDiff Change { get; init; }

    /// <summary>What <see cref="Change"/> starts from: <c>v56</c>, <c>empty</c>.</summary>
    public required string ComparedWith { get; init; }

    /// <summary>What the event at the state's version meant; null before the first event.</summary>
    public required EventSentence? Sentence { get; init; }

    /// <summary>The version that a step forward leads to; null at the newest.</summary>
    public required StreamVersion? NextEvent { get; init; }

    /// <summary>The store, and what its answers were worth.</summary>
    public required string ReadFrom { get; init; }
}

/// <summary>What a fold without snapshots gave.</summary>
public sealed record ReplayCheck(bool IsEqual, long EventsFolded, StateFingerprint Fingerprint);

/// <summary>Who set a field, and to what.</summary>
/// <param name="Field">The field's path.</param>
/// <param name="Event">The event that set it.</param>
/// <param name="Sentence">What that event meant.</param>
/// <param name="Change">The values before and after; null when the field as such did not change there (an item moved).</param>
/// <param name="Earlier">The setter before this one; null when there is none.</param>
public sealed record FieldOrigin(string Field, RecordedEvent Event, EventSentence Sentence, FieldChange? Change, StreamVersion? Earlier);
