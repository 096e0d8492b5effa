using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>What can happen to one sending of a request: the rows of the outcome table.</summary>
internal enum AttemptFailure
{
    /// <summary>Its bytes were never handed to a socket.</summary>
    NotSent,
    Unprepared,
    Bootstrapping,
    Unavailable,
    Overloaded,
    ReadTimeout,
    ReadFailure,
    WriteTimeout,
    WriteFailure,
    CasWriteUnknown,

    /// <summary>SERVER_ERROR, TRUNCATE_ERROR, and every code that is not known.</summary>
    ServerError,

    /// <summary>Sent, and then the deadline passed, the connection broke, or what came could not be read.</summary>
    Lost,

    /// <summary>The request itself is at fault, or not allowed.</summary>
    Refused,
}

/// <summary>The row of an error code of the protocol.</summary>
/// <remarks>https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v5.spec, section 9.</remarks>
internal static class AttemptFailures
{
    public static AttemptFailure OfCode(int code) => (CqlErrorCode)code switch
    {
        CqlErrorCode.Protocol or CqlErrorCode.Authentication or CqlErrorCode.FunctionFailure or CqlErrorCode.Syntax
            or CqlErrorCode.Unauthorized or CqlErrorCode.Invalid or CqlErrorCode.Configuration or CqlErrorCode.AlreadyExists
            => AttemptFailure.Refused,
        CqlErrorCode.Unavailable => AttemptFailure.Unavailable,
        CqlErrorCode.Overloaded => AttemptFailure.Overloaded,
        CqlErrorCode.IsBootstrapping => AttemptFailure.Bootstrapping,
        CqlErrorCode.WriteTimeout => AttemptFailure.WriteTimeout,
        CqlErrorCode.ReadTimeout => AttemptFailure.ReadTimeout,
        CqlErrorCode.ReadFailure => AttemptFailure.ReadFailure,
        CqlErrorCode.WriteFailure or CqlErrorCode.CdcWriteFailure => AttemptFailure.WriteFailure,
        CqlErrorCode.CasWriteUnknown => AttemptFailure.CasWriteUnknown,
        CqlErrorCode.Unprepared => AttemptFailure.Unprepared,
        _ => AttemptFailure.ServerError,
    };

    /// <summary>
    /// Whether it says that the node itself is unwell, so that its breaker counts it. Timeouts that the node reports are those of replicas.
    /// </summary>
    public static bool SpeaksAgainstTheNode(this AttemptFailure failure)
        => failure is AttemptFailure.Lost or AttemptFailure.ServerError or AttemptFailure.Overloaded;
}
