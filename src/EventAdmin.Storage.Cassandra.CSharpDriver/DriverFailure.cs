using System.Net;
using System.Net.Sockets;
using Cassandra;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;

namespace EventAdmin.Storage.Cassandra.CSharpDriver;

/// <summary>One attempt that the driver reports as failed, in our words. Decided by the exception's type, never by its text.</summary>
/// <param name="Kind">The row of the outcome table.</param>
/// <param name="Error">What the server said; null when it did not answer.</param>
/// <param name="OnlyDataMissing">Enough replicas answered, and only the data itself was not among their answers.</param>
internal readonly record struct DriverFailure(AttemptFailure Kind, CqlServerError? Error, bool OnlyDataMissing = false)
{
    public static DriverFailure Of(Exception exception) => exception switch
    {
        // One node was asked and nothing is tried again by the driver: what it lists failed before the request was written.
        NoHostAvailableException none => new(none.Errors.Values.All(IsBeforeSending) ? AttemptFailure.NotSent : AttemptFailure.Lost, null),
        BusyPoolException => new(AttemptFailure.NotSent, null),
        WriteTimeoutException timeout => new(AttemptFailure.WriteTimeout, Of(timeout, CqlErrorCode.WriteTimeout) with { WriteType = ServerErrors.WriteTypeOf(timeout.WriteType) }),
        ReadTimeoutException timeout => new(
            AttemptFailure.ReadTimeout,
            Of(timeout, CqlErrorCode.ReadTimeout) with { IsDataPresent = timeout.WasDataRetrieved },
            timeout.ReceivedAcknowledgements >= timeout.RequiredAcknowledgements && !timeout.WasDataRetrieved),
        UnavailableException unavailable => new(AttemptFailure.Unavailable, Said(exception, CqlErrorCode.Unavailable) with
        {
            Consistency = (CqlConsistency)unavailable.Consistency, Received = unavailable.AliveReplicas, Required = unavailable.RequiredReplicas,
        }),
        ReadFailureException failure => new(AttemptFailure.ReadFailure, Said(exception, CqlErrorCode.ReadFailure) with
        {
            Consistency = (CqlConsistency)failure.ConsistencyLevel, Received = failure.ReceivedAcknowledgements, Required = failure.RequiredAcknowledgements,
            Failures = failure.Failures, IsDataPresent = failure.WasDataRetrieved,
        }),
        WriteFailureException failure => new(AttemptFailure.WriteFailure, Said(exception, CqlErrorCode.WriteFailure) with
        {
            Consistency = (CqlConsistency)failure.ConsistencyLevel, Received = failure.ReceivedAcknowledgements, Required = failure.RequiredAcknowledgements,
            Failures = failure.Failures, WriteType = ServerErrors.WriteTypeOf(failure.WriteType),
        }),
        OverloadedException => new(AttemptFailure.Overloaded, Said(exception, CqlErrorCode.Overloaded)),
        IsBootstrappingException => new(AttemptFailure.Bootstrapping, Said(exception, CqlErrorCode.IsBootstrapping)),
        TruncateException => new(AttemptFailure.ServerError, Said(exception, CqlErrorCode.Truncate)),
        ServerErrorException => new(AttemptFailure.ServerError, Said(exception, CqlErrorCode.ServerError)),
        // Among others every code that the driver does not know; it tells the code in the text only.
        DriverInternalError => new(AttemptFailure.ServerError, Said(exception, CqlErrorCode.ServerError)),
        PreparedQueryNotFoundException unprepared => new(AttemptFailure.Unprepared, Said(exception, CqlErrorCode.Unprepared) with { StatementId = unprepared.UnknownId }),
        AlreadyExistsException exists => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.AlreadyExists) with { Keyspace = exists.Keyspace, Table = exists.Table }),
        FunctionFailureException function => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.FunctionFailure) with
        {
            Keyspace = function.Keyspace, Function = function.Name, ArgumentTypes = function.ArgumentTypes ?? [],
        }),
        SyntaxError => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.Syntax)),
        UnauthorizedException => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.Unauthorized)),
        InvalidConfigurationInQueryException => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.Configuration)),
        InvalidQueryException or RequestInvalidException => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.Invalid)),
        ProtocolErrorException => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.Protocol)),
        AuthenticationException => new(AttemptFailure.Refused, Said(exception, CqlErrorCode.Authentication)),
        _ => new(AttemptFailure.Lost, null),
    };

    public static bool IsOfTheDriver(Exception exception) =>
        exception is DriverException or DriverInternalError or InvalidTypeException or SocketException or IOException or ObjectDisposedException;

    // Connecting failed, or the pool was full. Null: the driver had no connection and did not try to open one.
    private static bool IsBeforeSending(Exception? exception) =>
        exception is null or SocketException or BusyPoolException or OperationTimedOutException or TimeoutException or AuthenticationException
            or System.Security.Authentication.AuthenticationException or IOException;

    private static CqlServerError Of(QueryTimeoutException timeout, CqlErrorCode code) => Said(timeout, code) with
    {
        Consistency = (CqlConsistency)timeout.ConsistencyLevel, Received = timeout.ReceivedAcknowledgements, Required = timeout.RequiredAcknowledgements,
    };

    private static CqlServerError Said(Exception exception, CqlErrorCode code) => new() { Code = code, CodeNumber = (int)code, Message = exception.Message };
}
