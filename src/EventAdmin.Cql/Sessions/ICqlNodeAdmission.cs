using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>A request that wants to be sent to a node.</summary>
/// <param name="HostId">The node.</param>
/// <param name="Datacenter">Its datacenter.</param>
/// <param name="Label">The class of work that the caller named.</param>
/// <param name="Kind">What it does.</param>
public readonly record struct CqlAdmissionRequest(Guid HostId, string Datacenter, string Label, CqlStatementKind Kind);

/// <summary>How an admitted request ended.</summary>
public enum CqlAdmissionResult
{
    /// <summary>An answer came in time.</summary>
    Answered,

    /// <summary>The node answered that it is overloaded, or could not serve it in time.</summary>
    Overloaded,

    /// <summary>The time was up before an answer came, or the connection was lost.</summary>
    Lost,

    /// <summary>It ended without saying anything about the node: refused, cancelled, or never sent.</summary>
    Dropped,
}

/// <summary>
/// Says per node how much may be under way. Asked before a request takes a request id, told once how each admitted one ended. Called
/// from many threads; it must be quick and may not throw.
/// </summary>
public interface ICqlNodeAdmission
{
    /// <summary>Whether the request may be sent to the node now. A refused read goes to the next node, all else waits in the node's queue.</summary>
    /// <param name="request">The request.</param>
    bool TryEnter(in CqlAdmissionRequest request);

    /// <summary>An admitted request has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="elapsed">From its admission to its end.</param>
    /// <param name="result">How it ended.</param>
    void Leave(in CqlAdmissionRequest request, TimeSpan elapsed, CqlAdmissionResult result);
}
