namespace EventAdmin.EventSourcing.Streams;

/// <summary>The rules of one kind of stream, as two pure functions. Thread-safe when the state is immutable.</summary>
/// <typeparam name="TState">What the rules need to know of the past.</typeparam>
/// <typeparam name="TCommand">What may be asked for.</typeparam>
public interface IDecider<TState, in TCommand>
{
    /// <summary>The state before the first event; a fresh one each time when it is mutable.</summary>
    TState Initial { get; }

    /// <summary>What a command leads to: events, none, or a refusal. May be called again with a newer state when another writer was faster.</summary>
    Decision Decide(TState state, TCommand command);

    /// <summary>The state after an event. <paramref name="data"/> is a value of a registered event type; one that means nothing here changes nothing.</summary>
    TState Evolve(TState state, object data);
}

/// <summary>What a decider decided. A value, not an exception; switch on every case.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>These happened; none when nothing needs to.</summary>
    /// <param name="Events">Values of registered event types, in order.</param>
    public sealed record Accepted(IReadOnlyList<object> Events) : Decision;

    /// <summary>The rules forbid it.</summary>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Rejected(string Reason) : Decision;

    /// <summary>Accepts, with what happened.</summary>
    public static Decision Accept(params IReadOnlyList<object> events) => new Accepted(events);

    /// <summary>Rejects, with the reason for people.</summary>
    public static Decision Reject(string reason) => new Rejected(reason);
}
