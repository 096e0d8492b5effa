namespace EventAdmin.Cql.Primitives;

/// <summary>How far an attempt had come when it ended.</summary>
public enum CqlPhase
{
    /// <summary>Waiting for a connection or a request id; nothing was handed to the socket.</summary>
    Queued,

    /// <summary>In a buffer that was or may have been handed to the socket.</summary>
    Sent,

    /// <summary>An answer came.</summary>
    Answered,
}
