using System.Net;

namespace EventAdmin.Cql.Primitives;

/// <summary>One try of a request on one node.</summary>
public sealed record CqlAttempt
{
    /// <summary>The node's host id; null while a contact point's is not known yet.</summary>
    public Guid? HostId { get; init; }

    /// <summary>The address that was spoken to.</summary>
    public EndPoint? Address { get; init; }

    /// <summary>How long the attempt took, queueing included.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How far it had come.</summary>
    public CqlPhase Phase { get; init; }

    /// <summary>The server's error code when the server refused; null otherwise.</summary>
    public CqlErrorCode? Code { get; init; }

    /// <summary>Why the attempt ended, in words; null when it succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>True when the attempt ran beside another one that was slow.</summary>
    public bool IsSpeculative { get; init; }
}
