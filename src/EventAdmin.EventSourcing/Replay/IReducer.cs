using EventAdmin.EventSourcing.Events;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>The pure function that folds a stream to a state. Thread-safe; each fold has a reduction of its own.</summary>
public interface IReducer
{
    /// <summary>The name that people and URLs choose it by.</summary>
    string Name { get; }

    /// <summary>The version of what it computes: raise it and no older snapshot is used.</summary>
    string Version { get; }

    /// <summary>A hash of the code that computes, or null where there is none to tell.</summary>
    string? CodeHash => null;

    /// <summary>
    /// The member that identifies the items of an array, by the array's path (<c>devices</c>, <c>plan.seats</c>); arrays without one are
    /// compared by index.
    /// </summary>
    IReadOnlyDictionary<string, string> ItemKeys => System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Begins a fold.</summary>
    /// <param name="stateJson">A state that an earlier fold of the same name and version gave, or null for before the first event.</param>
    /// <exception cref="System.Text.Json.JsonException">The state can't be read.</exception>
    IReduction Start(ReadOnlyMemory<byte>? stateJson);
}

/// <summary>One fold under way. Not thread-safe.</summary>
public interface IReduction
{
    /// <summary>Takes the next event. A type that the reducer does not know is an answer, never an exception.</summary>
    ReductionStep Apply(RecordedEvent e);

    /// <summary>The state so far, UTF-8 JSON. The reduction may go on afterwards.</summary>
    ReadOnlyMemory<byte> ToJson();
}

/// <summary>What a reducer did with an event.</summary>
public enum ReductionStep
{
    /// <summary>It took part in the state.</summary>
    Folded,

    /// <summary>The reducer does not know its type.</summary>
    UnknownType,

    /// <summary>The type is known, the data can't be read: not JSON, too deep, or not of the shape.</summary>
    Unreadable,
}
