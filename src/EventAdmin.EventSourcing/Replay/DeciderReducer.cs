using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Streams;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>Folds with a decider's own <see cref="IDecider{TState,TCommand}.Evolve"/>: what replay shows is what commands are decided on.</summary>
/// <typeparam name="TState">The decider's state; what its JSON form leaves out does not survive a snapshot.</typeparam>
/// <typeparam name="TCommand">The decider's commands.</typeparam>
public sealed class DeciderReducer<TState, TCommand>(
    string name, string version, IDecider<TState, TCommand> decider, EventSerializer serializer) : IReducer
    where TState : notnull
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Version { get; } = version;

    /// <inheritdoc/>
    /// <remarks>The module version id of the assembly that declares the decider.</remarks>
    public string CodeHash => decider.GetType().Module.ModuleVersionId.ToString("n")[..12];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ItemKeys { get; init; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public IReduction Start(ReadOnlyMemory<byte>? stateJson)
    {
        var state = stateJson is not { } json
            ? decider.Initial
            : JsonSerializer.Deserialize<TState>(json.Span, EventSerializer.JsonOptions) ?? throw new JsonException("Expected a state, found null.");
        return new Reduction(decider, serializer, state);
    }

    private sealed class Reduction(IDecider<TState, TCommand> decider, EventSerializer serializer, TState state) : IReduction
    {
        private TState _state = state;

        public ReductionStep Apply(RecordedEvent e)
        {
            object? data;
            try
            {
                data = serializer.Deserialize(e);
            }
            catch (JsonException)
            {
                return ReductionStep.Unreadable;
            }

            if (data is null)
                return ReductionStep.UnknownType;
            _state = decider.Evolve(_state, data);
            return ReductionStep.Folded;
        }

        public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(_state, EventSerializer.JsonOptions);
    }
}
