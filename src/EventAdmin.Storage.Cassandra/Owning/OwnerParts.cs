using EventAdmin.Storage.Cassandra.Sessions;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Cassandra.Owning;

/// <summary>What an owner is made of.</summary>
internal sealed record OwnerParts
{
    public required ICqlSession Session { get; init; }

    public required ShardSettings Settings { get; init; }

    /// <summary>Tells the recorded time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Measures waiting; of one kind with <see cref="Clock"/> but in tests whose clock stands still.</summary>
    public required TimeProvider Timers { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Told what is committed, on the owner's loop; must not wait.</summary>
    public Action<long> OnCommitted { get; init; } = static _ => { };

    /// <summary>Told when something committed can be read in its streams, on the owner's loop; must not wait.</summary>
    public Action OnIndexed { get; init; } = static () => { };

    /// <summary>True where everything runs on the thread of who makes it run: simulations.</summary>
    public bool IsInline { get; init; }
}
