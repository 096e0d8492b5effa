using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>How one request is executed. Every level is chosen per call; nothing here is remembered.</summary>
public readonly record struct CqlCall
{
    /// <summary>A call with its defaults: retries where they cannot run twice, no speculation, no other datacenter.</summary>
    public CqlCall()
    {
    }

    /// <summary>The consistency level. It is never lowered.</summary>
    public required CqlConsistency Consistency { get; init; }

    /// <summary>The level of the Paxos round; required for conditional statements, not sent for others when null.</summary>
    public CqlConsistency? SerialConsistency { get; init; }

    /// <summary>How long the call may take in all, waiting, retries and speculation included. Zero for the client's default.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How long one attempt may take, at most what is left of <see cref="Timeout"/>. Zero for the client's default.</summary>
    public TimeSpan AttemptTimeout { get; init; }

    /// <summary>The datacenter whose nodes are asked; null for the client's own. Levels that begin with LOCAL_ mean this one.</summary>
    public string? Datacenter { get; init; }

    /// <summary>The one node that is asked, by host id; null for a plan by token.</summary>
    public Guid? PinnedNode { get; init; }

    /// <summary>Whether nodes of other datacenters may be asked when none of the datacenter can. Never at a LOCAL_ level.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>Whether it may be sent again where the outcome table allows. Default true.</summary>
    public bool Retry { get; init; } = true;

    /// <summary>Whether a second node may be asked while the first is slow. Reads that are not serial only, and only where the client's options switch it on.</summary>
    public bool Speculate { get; init; }

    /// <summary>Rows per page; 0 for the client's default.</summary>
    public int PageSize { get; init; }

    /// <summary>Where to go on, from <see cref="CqlResult.NextPage"/> of the same statement with the same values; empty for the first page.</summary>
    public ReadOnlyMemory<byte> PagingState { get; init; }

    /// <summary>Whether the server records a trace.</summary>
    public bool Trace { get; init; }

    /// <summary>The write timestamp in microseconds since 1970; null for the next one of the client's clock. Not allowed for conditional statements.</summary>
    public long? TimestampMicros { get; init; }

    /// <summary>The custom payload; null for none.</summary>
    public IReadOnlyDictionary<string, byte[]>? Payload { get; init; }

    /// <summary>The class of work, for admission and telemetry.</summary>
    public required string Label { get; init; }
}
