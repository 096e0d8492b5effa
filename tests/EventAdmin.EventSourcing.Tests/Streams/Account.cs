using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Streams;

namespace EventAdmin.EventSourcing.Tests.Streams;

public sealed record Deposited(int Amount);

public sealed record Withdrawn(int Amount);

/// <summary>An account that can't be overdrawn; a positive amount puts in, a negative one takes out.</summary>
public sealed class Account : IDecider<int, int>
{
    public static readonly EventTypeRegistry Types =
        new EventTypeRegistryBuilder().Add<Deposited>("Deposited").Add<Withdrawn>("Withdrawn").Build();

    public int Initial => 0;

    public Decision Decide(int state, int command) => command switch
    {
        0 => Decision.Accept(),
        > 0 => Decision.Accept(new Deposited(command)),
        _ when state + command < 0 => Decision.Reject($"only {state} is there"),
        _ => Decision.Accept(new Withdrawn(-command)),
    };

    public int Evolve(int state, object data) => data switch
    {
        Deposited deposited => state + deposited.Amount,
        Withdrawn withdrawn => state - withdrawn.Amount,
        _ => state,
    };
}
