using System.Net;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>The node that answered.</summary>
/// <param name="HostId">Its host id.</param>
/// <param name="Address">Its address.</param>
/// <param name="Datacenter">Its datacenter.</param>
/// <param name="Rack">Its rack.</param>
public sealed record CqlCoordinator(Guid HostId, IPEndPoint Address, string Datacenter, string Rack);

/// <summary>What is known about how a request was executed.</summary>
public sealed record CqlExecution
{
    private IReadOnlyList<CqlAttempt>? _attempts;

    /// <summary>The node that answered.</summary>
    public required CqlCoordinator Coordinator { get; init; }

    /// <summary>Every attempt in order, the last one being the answer that was taken.</summary>
    public IReadOnlyList<CqlAttempt> Attempts
    {
        // The common case of one attempt costs nothing until someone looks.
        get => _attempts ??=
        [
            new CqlAttempt { HostId = Coordinator.HostId, Address = Coordinator.Address, Elapsed = Elapsed, Phase = CqlPhase.Answered },
        ];
        init => _attempts = value;
    }

    /// <summary>The level it was executed at.</summary>
    public required CqlConsistency Consistency { get; init; }

    /// <summary>The level of its Paxos round; null when there was none.</summary>
    public CqlConsistency? SerialConsistency { get; init; }

    /// <summary>The server's trace; null when none was asked for.</summary>
    public Guid? TraceId { get; init; }

    /// <summary>From the call to its answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How often it was sent again after a failure.</summary>
    public int Retries { get; init; }

    /// <summary>How often another node was asked because one was slow.</summary>
    public int Speculative { get; init; }

    /// <summary>The server's warnings.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The server's custom payload; null when it sent none.</summary>
    public IReadOnlyDictionary<string, byte[]?>? Payload { get; init; }

    /// <summary>Bytes of the request's message, as sent in its last attempt, before compression.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of the answer's message, after decompression.</summary>
    public long BytesReceived { get; init; }

    /// <summary>True where the driver cannot tell exactly.</summary>
    public bool IsApproximate { get; init; }
}
