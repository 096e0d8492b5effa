using System.Text.Json;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Streams;

namespace EventAdmin.Testing;

/// <summary>Begins a given/when/then test of a decider: <c>DeciderScenario.Of(decider).Given(...).When(...).Then(...)</c>.</summary>
public static class DeciderScenario
{
    /// <summary>A scenario before anything happened.</summary>
    public static DeciderScenario<TState, TCommand> Of<TState, TCommand>(IDecider<TState, TCommand> decider) => new(decider, []);
}

/// <summary>A given/when/then test of a decider. Events are compared by type and JSON, so records that hold lists compare as one expects.</summary>
/// <typeparam name="TState">The decider's state.</typeparam>
/// <typeparam name="TCommand">The decider's commands.</typeparam>
public sealed class DeciderScenario<TState, TCommand>
{
    private readonly IDecider<TState, TCommand> _decider;
    private readonly IReadOnlyList<object> _given;
    private Decision? _decision;

    internal DeciderScenario(IDecider<TState, TCommand> decider, IReadOnlyList<object> given) => (_decider, _given) = (decider, given);

    /// <summary>What happened before.</summary>
    public DeciderScenario<TState, TCommand> Given(params object[] events) => new(_decider, [.. _given, .. events]);

    /// <summary>What is asked for.</summary>
    public DeciderScenario<TState, TCommand> When(TCommand command)
    {
        var state = _given.Aggregate(_decider.Initial, _decider.Evolve);
        return new DeciderScenario<TState, TCommand>(_decider, _given) { _decision = _decider.Decide(state, command) };
    }

    /// <summary>What must happen, exactly and in order; nothing when there are no arguments.</summary>
    public void Then(params object[] expected)
    {
        if (Decided() is not Decision.Accepted accepted)
            throw new ScenarioFailedException($"Expected {Print(expected)}, was rejected: {((Decision.Rejected)Decided()).Reason}");
        var found = Print(accepted.Events);
        if (found != Print(expected))
            throw new ScenarioFailedException($"Expected {Print(expected)}, found {found}");
    }

    /// <summary>It must be rejected, for a reason that contains this text.</summary>
    public void ThenRejected(string reasonPart)
    {
        if (Decided() is not Decision.Rejected rejected)
            throw new ScenarioFailedException($"Expected a rejection, found {Print(((Decision.Accepted)Decided()).Events)}");
        if (!rejected.Reason.Contains(reasonPart, StringComparison.Ordinal))
            throw new ScenarioFailedException($"Expected a reason with '{reasonPart}', found '{rejected.Reason}'");
    }

    private Decision Decided() => _decision ?? throw new InvalidOperationException("Expected When before Then.");

    private static string Print(IReadOnlyList<object> events) => events.Count == 0
        ? "nothing"
        : string.Join(", ", events.Select(e => $"{e.GetType().Name} {JsonSerializer.Serialize(e, e.GetType(), EventSerializer.JsonOptions)}"));
}

/// <summary>A scenario ended otherwise than expected.</summary>
public sealed class ScenarioFailedException(string message) : Exception(message);
