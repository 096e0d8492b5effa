using EventAdmin.Cql.Messages;

namespace EventAdmin.Cql.Connections;

/// <summary>Who opened a connection and wants to hear of it: a pool, or the control connection.</summary>
/// <remarks>All but <see cref="OnRoom"/> are called one after the other and in order, on a thread that may do some work; exceptions are logged and go no further.</remarks>
internal interface ICqlConnectionOwner
{
    /// <summary>A notice (request id −1) came: only to a connection that asked for them by REGISTER.</summary>
    void OnNotice(CqlConnection connection, Notice notice);

    /// <summary>
    /// Answers made room for so many requests. Called on the read loop after each batch of answers: it must be quick and must not block.
    /// </summary>
    void OnRoom(CqlConnection connection, int freed);

    /// <summary>Too many orphans: open a replacement, then <see cref="CqlConnection.DrainAsync"/> this one. Called once.</summary>
    void OnRetired(CqlConnection connection);

    /// <summary>
    /// It is closed and everything in flight has been ended. Called exactly once per connection that was handed out, also after a drain;
    /// <see cref="CqlConnection.CloseReason"/> says why, null when it was wanted.
    /// </summary>
    void OnClosed(CqlConnection connection);
}
