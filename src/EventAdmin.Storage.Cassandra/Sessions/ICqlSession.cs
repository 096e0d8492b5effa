using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;

namespace EventAdmin.Storage.Cassandra.Sessions;

/// <summary>
/// The seam between the store and whatever speaks to the cluster. Thread-safe. No type of a particular driver crosses it; what its methods
/// promise is held by one set of tests for all implementations.
/// </summary>
/// <remarks>
/// Every failure of a request is a <see cref="CqlException"/> whose outcome says what the request may have done. Cancelling throws
/// <see cref="OperationCanceledException"/> where the request has no effect, and ends as a failure of outcome
/// <see cref="CqlOutcome.Unknown"/> where a write was sent.
/// </remarks>
public interface ICqlSession : IAsyncDisposable
{
    /// <summary>What this session can tell or do beyond the contract.</summary>
    CqlCapabilities Capabilities { get; }

    /// <summary>The cluster as it is known now: an immutable snapshot.</summary>
    CqlTopology Topology { get; }

    /// <summary>Nodes added, removed, up and down, and changes of the schema, from now on; ends with the session.</summary>
    /// <param name="cancellationToken">Ends the watching.</param>
    IAsyncEnumerable<CqlTopologyChange> WatchTopologyAsync(CancellationToken cancellationToken);

    /// <summary>Prepares a statement, once for each text and kind.</summary>
    /// <param name="cql">The statement, with fully qualified names.</param>
    /// <param name="kind">What it does; decides where it is sent, and whether it may be sent again.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<ICqlStatement> PrepareAsync(string cql, CqlStatementKind kind, CancellationToken cancellationToken);

    /// <summary>Executes a prepared statement.</summary>
    /// <param name="statement">From this session.</param>
    /// <param name="values">The values of its bind markers; the caller disposes them when the task has ended.</param>
    /// <param name="call">How it is executed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CqlException">It failed.</exception>
    ValueTask<CqlResult> ExecuteAsync(ICqlStatement statement, CqlValues values, CqlCall call, CancellationToken cancellationToken);

    /// <summary>Executes statements of one partition of one table together; anything else is refused before it is sent.</summary>
    /// <param name="batch">IdempotentWrite or Conditional.</param>
    /// <param name="call">How it is executed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArgumentException">It touches several tables or partitions.</exception>
    /// <exception cref="CqlException">It failed.</exception>
    ValueTask<CqlResult> ExecuteBatchAsync(CqlBatch batch, CqlCall call, CancellationToken cancellationToken);

    /// <summary>Executes a statement without values, never twice: definitions, and tables of the system.</summary>
    /// <param name="cql">The statement.</param>
    /// <param name="call">How it is executed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CqlException">It failed.</exception>
    ValueTask<CqlResult> ExecuteSimpleAsync(string cql, CqlCall call, CancellationToken cancellationToken);

    /// <summary>Waits until all nodes that are up have one version of the schema; false when the time is up before.</summary>
    /// <param name="atMost">How long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<bool> WaitForSchemaAgreementAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Where a partition lives: token, range, and replicas in ring order.</summary>
    /// <param name="keyspace">The keyspace.</param>
    /// <param name="routingKey">The partition key: one component as it is, several as [length][bytes][00] each.</param>
    CqlPlacement Locate(string keyspace, ReadOnlySpan<byte> routingKey);

    /// <summary>What the server recorded about a traced request; null when it has written nothing within two seconds.</summary>
    /// <param name="traceId">From <see cref="CqlExecution.TraceId"/>.</param>
    /// <param name="coordinator">The node that coordinated it, by host id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<CqlTrace?> GetTraceAsync(Guid traceId, Guid coordinator, CancellationToken cancellationToken);

    /// <summary>How the session stands with every node.</summary>
    CqlSessionState GetState();
}
