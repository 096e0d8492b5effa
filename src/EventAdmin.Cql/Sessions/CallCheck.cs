using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>Refuses calls that do not suit what they execute, before anything is sent.</summary>
internal static class CallCheck
{
    /// <summary>Checks the call of a statement of this kind.</summary>
    /// <exception cref="ArgumentException">The call does not suit the kind.</exception>
    public static void Run(CqlStatementKind kind, in CqlCall call)
    {
        if (call.Label is null)
            throw new ArgumentException("A call names its class of work: Label is missing.", nameof(call));
        if (call.SerialConsistency is { } serial && !serial.IsSerial())
            throw new ArgumentException($"SerialConsistency is SERIAL or LOCAL_SERIAL, not {serial.ToName()}.", nameof(call));
        if (kind == CqlStatementKind.Conditional && call.SerialConsistency is null)
            throw new ArgumentException("A conditional statement needs a SerialConsistency.", nameof(call));
        if (kind == CqlStatementKind.Conditional && call.TimestampMicros is not null)
            throw new ArgumentException("A conditional statement gets its timestamp from the server.", nameof(call));
        if (kind != CqlStatementKind.Read && call.Consistency.IsSerial())
            throw new ArgumentException($"{call.Consistency.ToName()} as the level is for reads; a write names it as SerialConsistency.", nameof(call));
        if (call.Timeout < TimeSpan.Zero || call.AttemptTimeout < TimeSpan.Zero || call.PageSize < 0)
            throw new ArgumentException("Timeout, AttemptTimeout and PageSize are not negative.", nameof(call));
    }
}
