using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Testing.Cassandra;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Cql.Tests.RealCluster;

/// <summary>A client of a real cluster, and the few calls that its tests have in common.</summary>
internal sealed class RealClient : IAsyncDisposable
{
    private RealClient(CqlClient cql) => Cql = cql;

    public CqlClient Cql { get; }

    public static CqlCall Call { get; } = new() { Consistency = CqlConsistency.LocalQuorum, SerialConsistency = CqlConsistency.LocalSerial, Label = "test", Timeout = TimeSpan.FromSeconds(10) };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static CqlOptions OptionsFor(CassandraCluster cluster) => new()
    {
        ContactPoints = [.. cluster.ContactPoints.Select(point => point.Address.ToString())],
        LocalDatacenter = "dc1",
        // A machine of two cores with several nodes on it is slower than a network.
        ConnectTimeout = TimeSpan.FromSeconds(20),
        AttemptTimeout = TimeSpan.FromSeconds(5),
        ReconnectDelayMax = TimeSpan.FromSeconds(1),
    };

    public static async Task<RealClient> ConnectAsync(CassandraCluster cluster, Func<CqlOptions, CqlOptions>? change = null)
    {
        var options = OptionsFor(cluster);
        var client = new RealClient(await CqlClient.ConnectAsync(change?.Invoke(options) ?? options, TimeProvider.System, NullLogger.Instance, CancellationToken));
        // A cluster that has just started passes its schema on from node to node, and each test begins with all of it everywhere.
        Assert.True(await client.Cql.WaitForSchemaAgreementAsync(TimeSpan.FromSeconds(60), CancellationToken), "The nodes did not agree on their schema within a minute.");
        return client;
    }

    /// <summary>Runs a statement without values; changes of the schema take longer than a write.</summary>
    public async Task RunAsync(string cql)
    {
        using var result = await Cql.ExecuteSimpleAsync(cql, Call with { Timeout = TimeSpan.FromSeconds(60), AttemptTimeout = TimeSpan.FromSeconds(60) }, CancellationToken);
        await Cql.WaitForSchemaAgreementAsync(TimeSpan.FromSeconds(20), CancellationToken);
    }

    public ValueTask<ICqlStatement> PrepareAsync(string cql, CqlStatementKind kind) => Cql.PrepareAsync(cql, kind, CancellationToken);

    /// <summary>Executes with values of the .NET types that the markers' types have.</summary>
    public async Task<CqlResult> ExecuteAsync(ICqlStatement statement, IReadOnlyList<object?> values, CqlCall? call = null)
    {
        using var bound = new CqlValues(statement.BindColumns);
        for (var index = 0; index < values.Count; index++)
            bound.Object(statement.BindColumns[index].Type, values[index]);
        return await Cql.ExecuteAsync(statement, bound, call ?? Call, CancellationToken);
    }

    /// <summary>All rows of one page, every value as an object.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<object?>>> RowsAsync(ICqlStatement statement, IReadOnlyList<object?> values, CqlCall? call = null)
    {
        using var result = await ExecuteAsync(statement, values, call);
        var width = result.Page.Columns.Count;
        return result.Page.ToList(row =>
        {
            var cells = new object?[width];
            for (var column = 0; column < width; column++)
                cells[column] = row.GetObject(column);
            return (IReadOnlyList<object?>)cells;
        });
    }

    /// <summary>Waits until so many nodes have a connection.</summary>
    public async Task UntilConnectedAsync(int nodes)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (Cql.GetState().Nodes.Count(node => node.Connections > 0) < nodes)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    public ValueTask DisposeAsync() => Cql.DisposeAsync();
}
