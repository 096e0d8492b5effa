using System.Net;
using System.Runtime.CompilerServices;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Storage.Cassandra.Sessions;

namespace EventAdmin.Storage.Tests.Cassandra.Simulation;

/// <summary>One instance's way to the simulated tables. What it asks waits until the schedule decides what becomes of it.</summary>
internal sealed class SimulatedSession(SimulatedTables tables, SimulatedNetwork network) : ICqlSession
{
    private static readonly CqlCoordinator Coordinator = new(Guid.Empty, new IPEndPoint(IPAddress.Loopback, 9042), "dc1", "r1");

    public CqlCapabilities Capabilities => CqlCapabilities.None;

    public CqlTopology Topology => CqlTopology.Empty;

    public async IAsyncEnumerable<CqlTopologyChange> WatchTopologyAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask<ICqlStatement> PrepareAsync(string cql, CqlStatementKind kind, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ICqlStatement>(tables.Prepare(cql, kind));

    public ValueTask<CqlResult> ExecuteAsync(ICqlStatement statement, CqlValues values, CqlCall call, CancellationToken cancellationToken)
    {
        var simulated = (SimulatedStatement)statement;
        values.CheckComplete(simulated.BindColumns);
        var given = SimulatedValue.ReadAll(values);
        if (simulated.IsRead)
            return network.SendAsync(CqlStatementKind.Read, () => Answer(call, SimulatedTables.Read(simulated, given)), cancellationToken);
        if (simulated.Kind == CqlStatementKind.Conditional)
        {
            Assert.True(call is { SerialConsistency: CqlConsistency.LocalSerial, TimestampMicros: null });
            return network.SendAsync(CqlStatementKind.Conditional, () => Answer(call, tables.Decide(simulated, given, out var isApplied), isApplied), cancellationToken);
        }

        var timestamp = call.TimestampMicros ?? tables.NextTimestamp();
        return network.SendAsync(simulated.Kind, () => Write(call, [(simulated, given)], timestamp), cancellationToken);
    }

    public ValueTask<CqlResult> ExecuteBatchAsync(CqlBatch batch, CqlCall call, CancellationToken cancellationToken)
    {
        BatchCheck.Run(batch);
        var entries = batch.Entries.Select(static entry =>
        {
            entry.Values.CheckComplete(entry.Statement.BindColumns);
            return ((SimulatedStatement)entry.Statement, SimulatedValue.ReadAll(entry.Values));
        }).ToList();
        var timestamp = call.TimestampMicros ?? tables.NextTimestamp();
        return network.SendAsync(batch.Kind, () => Write(call, entries, timestamp), cancellationToken);
    }

    public ValueTask<CqlResult> ExecuteSimpleAsync(string cql, CqlCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> WaitForSchemaAgreementAsync(TimeSpan atMost, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public CqlPlacement Locate(string keyspace, ReadOnlySpan<byte> routingKey) => throw new NotSupportedException();

    public ValueTask<CqlTrace?> GetTraceAsync(Guid traceId, Guid coordinator, CancellationToken cancellationToken) => throw new NotSupportedException();

    public CqlSessionState GetState() => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static CqlResult Write(CqlCall call, IReadOnlyList<(SimulatedStatement Statement, IReadOnlyList<SimulatedValue> Values)> entries, long timestamp)
    {
        foreach (var (statement, values) in entries)
            SimulatedTables.Write(statement, values, timestamp);
        using var nothing = new CqlPageBuilder(EventAdmin.Cql.Messages.CqlColumns.None);
        return Answer(call, nothing.Build());
    }

    private static CqlResult Answer(CqlCall call, CqlPage page, bool? isApplied = null) => new()
    {
        Page = page,
        Applied = isApplied,
        Execution = new CqlExecution { Coordinator = Coordinator, Consistency = call.Consistency },
    };
}
