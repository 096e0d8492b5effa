using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;

namespace EventAdmin.Storage.Cassandra.Sessions;

/// <summary>The session on our own client; it owns the client. Thread-safe.</summary>
/// <param name="client">A connected client.</param>
public sealed class CqlClientSession(CqlClient client) : ICqlSession
{
    private const CqlCapabilities Always = CqlCapabilities.Cancellation | CqlCapabilities.ExactAttempts | CqlCapabilities.NodeAdmission
        | CqlCapabilities.Orphans | CqlCapabilities.SchemaNotices | CqlCapabilities.ZeroCopy;

    private const CqlCapabilities OfVersion5 = CqlCapabilities.Protocol5 | CqlCapabilities.CasContentions | CqlCapabilities.FailureReasons;

    /// <inheritdoc />
    public CqlCapabilities Capabilities { get; } = client.GetState().ProtocolVersion >= CqlProtocolVersion.V5 ? Always | OfVersion5 : Always;

    /// <inheritdoc />
    public CqlTopology Topology => client.Topology;

    /// <inheritdoc />
    public IAsyncEnumerable<CqlTopologyChange> WatchTopologyAsync(CancellationToken cancellationToken) => client.WatchTopologyAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<ICqlStatement> PrepareAsync(string cql, CqlStatementKind kind, CancellationToken cancellationToken)
        => client.PrepareAsync(cql, kind, cancellationToken);

    /// <inheritdoc />
    public ValueTask<CqlResult> ExecuteAsync(ICqlStatement statement, CqlValues values, CqlCall call, CancellationToken cancellationToken)
        => client.ExecuteAsync(statement, values, call, cancellationToken);

    /// <inheritdoc />
    public ValueTask<CqlResult> ExecuteBatchAsync(CqlBatch batch, CqlCall call, CancellationToken cancellationToken)
        => client.ExecuteBatchAsync(batch, call, cancellationToken);

    /// <inheritdoc />
    public ValueTask<CqlResult> ExecuteSimpleAsync(string cql, CqlCall call, CancellationToken cancellationToken)
        => client.ExecuteSimpleAsync(cql, call, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> WaitForSchemaAgreementAsync(TimeSpan atMost, CancellationToken cancellationToken)
        => client.WaitForSchemaAgreementAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public CqlPlacement Locate(string keyspace, ReadOnlySpan<byte> routingKey) => client.Locate(keyspace, routingKey);

    /// <inheritdoc />
    public ValueTask<CqlTrace?> GetTraceAsync(Guid traceId, Guid coordinator, CancellationToken cancellationToken)
        => client.GetTraceAsync(traceId, coordinator, cancellationToken);

    /// <inheritdoc />
    public CqlSessionState GetState() => client.GetState();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => client.DisposeAsync();
}
