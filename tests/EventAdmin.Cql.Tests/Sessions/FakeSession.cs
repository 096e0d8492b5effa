using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Testing.FakeNode;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Cql.Tests.Sessions;

/// <summary>Fake nodes with a table, and a client of them.</summary>
internal sealed class FakeSession : IAsyncDisposable
{
    public const string Insert = "INSERT INTO ks.rows (pk, ck, v) VALUES (?, ?, ?)";
    public const string Select = "SELECT pk, ck, v FROM ks.rows WHERE pk = ?";

    private CqlClient? _client;

    private FakeSession(FakeCluster cluster) => Cluster = cluster;

    public static CqlCall Call { get; } = new() { Consistency = CqlConsistency.LocalQuorum, SerialConsistency = CqlConsistency.LocalSerial, Label = "test" };

    public FakeCluster Cluster { get; }

    public CqlClient Client => _client ?? throw new InvalidOperationException("Connect first.");

    public CqlOptions Options { get; private init; } = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static FakeSession Start(int nodes = 3, int datacenters = 1)
    {
        var cluster = FakeCluster.Start(nodes, datacenters);
        cluster.Schema.Keyspaces["ks"] = Enumerable.Range(1, datacenters)
            .Select(number => KeyValuePair.Create($"dc{number}", $"{nodes}"))
            .Append(KeyValuePair.Create("class", "org.apache.cassandra.locator.NetworkTopologyStrategy"))
            .ToDictionary();
        cluster.Schema.AddTable("CREATE TABLE ks.rows (pk text, ck bigint, v text, PRIMARY KEY (pk, ck))");
        return new FakeSession(cluster)
        {
            Options = new CqlOptions
            {
                ContactPoints = [cluster.Nodes[0].EndPoint.ToString()],
                Port = cluster.Nodes[0].EndPoint.Port,
                LocalDatacenter = "dc1",
                ReconnectDelay = TimeSpan.FromMilliseconds(10),
                ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
            },
        };
    }

    public static async Task<FakeSession> ConnectedAsync(int nodes = 3, int datacenters = 1, Func<CqlOptions, CqlOptions>? change = null)
    {
        var session = Start(nodes, datacenters);
        await session.ConnectAsync(change?.Invoke(session.Options) ?? session.Options);
        return session;
    }

    public async Task ConnectAsync(CqlOptions options, TimeProvider? clock = null)
        => _client = await CqlClient.ConnectAsync(options, clock ?? TimeProvider.System, NullLogger.Instance, CancellationToken);

    /// <summary>Executes one of the two statements, prepared as the kind.</summary>
    public async Task<CqlResult> ExecuteAsync(CqlStatementKind kind, string partition, CqlCall call, CancellationToken? cancellationToken = null, string suffix = "")
    {
        var isRead = kind == CqlStatementKind.Read;
        var text = (isRead ? Select : Insert) + (kind == CqlStatementKind.Conditional ? " IF NOT EXISTS" : "") + suffix;
        var statement = await Client.PrepareAsync(text, kind, CancellationToken);
        using var values = new CqlValues(statement.BindColumns).Text(partition);
        if (!isRead)
            values.Int64(1).Text("value");
        return await Client.ExecuteAsync(statement, values, call, cancellationToken ?? CancellationToken);
    }

    /// <summary>Waits until every pool of the topology has a connection, or a node state is as wanted.</summary>
    public async Task UntilAsync(Func<CqlSessionState, bool> isSo, string what)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        var changes = Client.WatchTopologyAsync(timeout.Token).GetAsyncEnumerator(timeout.Token);
        try
        {
            while (!isSo(Client.GetState()))
                Assert.True(await changes.MoveNextAsync(), $"The client ended before {what}.");
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited 30 s for {what}.");
        }
        finally
        {
            await changes.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
