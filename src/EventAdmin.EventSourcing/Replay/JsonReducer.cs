using System.Text.Json;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Serialization;

namespace EventAdmin.EventSourcing.Replay;

/// <summary>
/// A reducer in C#: a typed state, a function per event type, System.Text.Json in between. Types without a function are unknown to it.
/// </summary>
/// <typeparam name="TState">The state; what its JSON form leaves out does not survive a snapshot.</typeparam>
public abstract class JsonReducer<TState> : IReducer
    where TState : notnull
{
    private readonly JsonSerializerOptions _json;
    private readonly Dictionary<string, Func<TState, RecordedEvent, TState>> _steps = new(StringComparer.Ordinal);

    /// <summary>Names the reducer.</summary>
    /// <param name="name">The name that people choose it by.</param>
    /// <param name="version">The version of what it computes.</param>
    /// <param name="json">How states and data are written as JSON; null for the form that registered event types have.</param>
    protected JsonReducer(string name, string version, JsonSerializerOptions? json = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(version);
        Name = name;
        Version = version;
        _json = json ?? EventSerializer.JsonOptions;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    /// <remarks>The module version id of the assembly that declares the reducer: builds are deterministic, so equal code has an equal id.</remarks>
    public string CodeHash => GetType().Module.ModuleVersionId.ToString("n")[..12];

    /// <inheritdoc/>
    public virtual IReadOnlyDictionary<string, string> ItemKeys =>
        System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The state before the first event; a fresh one each time when it is mutable.</summary>
    protected abstract TState Create();

    /// <inheritdoc/>
    public IReduction Start(ReadOnlyMemory<byte>? stateJson)
    {
        var state = stateJson is not { } json
            ? Create()
            : JsonSerializer.Deserialize<TState>(json.Span, _json) ?? throw new JsonException("Expected a state, found null.");
        return new Reduction(this, state);
    }

    /// <summary>Says what events of a type do, their data read as JSON.</summary>
    protected void On<TData>(string type, Func<TState, TData, TState> evolve) => On<TData>(type, (state, data, _) => evolve(state, data));

    /// <summary>Says what events of a type do, their data read as JSON, with the event beside it.</summary>
    protected void On<TData>(string type, Func<TState, TData, RecordedEvent, TState> evolve)
    {
        ArgumentNullException.ThrowIfNull(evolve);
        OnEvent(type, (state, e) => evolve(
            state, JsonSerializer.Deserialize<TData>(e.Data.Span, _json) ?? throw new JsonException("Expected data, found null."), e));
    }

    /// <summary>Says what events of a type do. A <see cref="JsonException"/> means that the data can't be read.</summary>
    protected void OnEvent(string type, Func<TState, RecordedEvent, TState> evolve)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(evolve);
        _steps.Add(type, evolve);
    }

    private sealed class Reduction(JsonReducer<TState> reducer, TState state) : IReduction
    {
        private TState _state = state;

        public ReductionStep Apply(RecordedEvent e)
        {
            if (!reducer._steps.TryGetValue(e.Type, out var evolve))
                return ReductionStep.UnknownType;
            try
            {
                _state = evolve(_state, e);
                return ReductionStep.Folded;
            }
            catch (JsonException)
            {
                // Data is read before the state is touched, so the state is still the one before the event.
                return ReductionStep.Unreadable;
            }
        }

        public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(_state, reducer._json);
    }
}
