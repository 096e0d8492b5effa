namespace EventAdmin.Cql.Connections;

/// <summary>Where a connection is in its life. It only ever goes forwards.</summary>
public enum ConnectionState
{
    /// <summary>Takes requests.</summary>
    Open,

    /// <summary>
    /// Too many of its request ids wait for answers that nobody wants any more. It still takes requests, so that its replacement can be opened
    /// first; then drain it.
    /// </summary>
    Retired,

    /// <summary>Takes no new requests and waits for the answers to those in flight.</summary>
    Draining,

    /// <summary>Gone. Everything that was in flight has been ended.</summary>
    Closed,
}
