using System.Net;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Connections;

/// <summary>A connection could not be opened; <see cref="Step"/> says how far it came. No request was sent on it.</summary>
public sealed class CqlConnectException(string message, ConnectStep step, EndPoint endPoint, Exception? innerException = null)
    : CqlException(message, CqlOutcome.NotExecuted, innerException)
{
    /// <summary>The step that failed.</summary>
    public ConnectStep Step { get; } = step;

    /// <summary>The node that was dialled.</summary>
    public EndPoint EndPoint { get; } = endPoint;

    /// <summary>The node does not speak the version that was asked for.</summary>
    public bool IsVersionRefused { get; init; }

    /// <summary>The node does not accept the credentials, or wants another mechanism: trying again without a change is of no use.</summary>
    public bool IsAuthenticationRefused { get; init; }

    /// <summary>The address belongs to a node of another cluster.</summary>
    public bool IsOtherCluster { get; init; }
}
