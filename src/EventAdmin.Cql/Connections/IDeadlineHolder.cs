namespace EventAdmin.Cql.Connections;

/// <summary>Something whose requests can run out of time: a connection, a queue.</summary>
internal interface IDeadlineHolder
{
    /// <summary>
    /// Ends whatever is overdue at <paramref name="now"/>. Called about every 10 ms on the clock's own thread: it must neither block nor run
    /// anybody's continuation.
    /// </summary>
    void Expire(long now);
}
