using EventAdmin.Cql.Primitives;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Reading;

/// <summary>What a failed request means for who reads.</summary>
internal static class CqlFailures
{
    /// <summary>The exception to throw instead.</summary>
    public static EventStorageException ToStorage(this CqlException failure, CqlConsistency level) => failure switch
    {
        CqlServerException { Error: { Code: CqlErrorCode.Unavailable } error } => new StoreUnavailableException(
            $"Too few nodes are up for {level.ToName()}: {error.Required} copies are needed and {error.Received} are there.", failure),
        CqlServerException { Error.Code: CqlErrorCode.Unauthorized } => new StoreUnusableException(
            $"The account may not read the store's tables: {failure.Message}", failure),
        CqlServerException { Error.Code: CqlErrorCode.Invalid or CqlErrorCode.Syntax or CqlErrorCode.Configuration } => new StoreUnusableException(
            $"The store's tables are not as this program knows them: {failure.Message}", failure),
        CqlTimeoutException => new StoreUnavailableException($"The cluster did not answer in time at {level.ToName()}.", failure),
        CqlBusyException => new StoreUnavailableException("The cluster's connections are full; the read was not sent.", failure),
        _ => new StoreUnavailableException($"The cluster did not answer at {level.ToName()}: {failure.Message}", failure),
    };
}
