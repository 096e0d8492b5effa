namespace EventAdmin.Cql.Connections;

/// <summary>How a request on a connection ended.</summary>
internal enum ReplyStatus
{
    /// <summary>The node answered: the answer's opcode may still be ERROR.</summary>
    Answered,

    /// <summary>Every request id is taken, or too many bytes are in flight. Nothing was sent; wait in the node's queue or ask another connection.</summary>
    Busy,

    /// <summary>The connection drains or is closed. Nothing was sent.</summary>
    NotOpen,

    /// <summary>The deadline passed. If it counts as sent, its id is an orphan.</summary>
    TimedOut,

    /// <summary>The caller cancelled. If it counts as sent, its id is an orphan.</summary>
    Cancelled,

    /// <summary>The connection was lost before the answer came; the phase says whether the request had been handed to the socket.</summary>
    ConnectionLost,
}
