using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.Connections;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.FakeNodes;

/// <summary>One connection to a fake node, without the parts of the client that would mend what the node breaks.</summary>
internal sealed class FakeCaller : IAsyncDisposable
{
    private readonly Client _client;

    private FakeCaller(Client client, CqlConnection connection)
    {
        _client = client;
        Connection = connection;
    }

    public CqlConnection Connection { get; }

    public Client Client => _client;

    public static async Task<FakeCaller> ConnectAsync(FakeCqlNode node, ConnectionSettings? settings = null)
    {
        var client = new Client(settings);
        return new FakeCaller(client, await client.ConnectAsync(new ConnectionTarget { EndPoint = node.EndPoint }));
    }

    public Task<CqlReply> SendAsync<TRequest>(TRequest request, double seconds = 30)
        where TRequest : struct, IRequest =>
        Connection.SendAsync(request, _client.In(seconds), CancellationToken.None).AsTask();

    public Task<CqlReply> QueryAsync(string cql, double seconds = 30) => SendAsync(Client.Query(cql), seconds);

    /// <summary>Asks and parses the answer, which must come.</summary>
    public async Task<Response> AskAsync<TRequest>(TRequest request)
        where TRequest : struct, IRequest
    {
        using var reply = await Await.Value(SendAsync(request), "the answer");
        Assert.Equal(ReplyStatus.Answered, reply.Status);
        return reply.Read();
    }

    public Task<Response> AskAsync(string cql) => AskAsync(Client.Query(cql));

    /// <summary>The answer's rows, every cell as it came.</summary>
    public async Task<IReadOnlyList<byte[]?[]>> RowsAsync<TRequest>(TRequest request)
        where TRequest : struct, IRequest
    {
        using var reply = await Await.Value(SendAsync(request), "the rows");
        return ReadRows(reply);
    }

    public Task<IReadOnlyList<byte[]?[]>> RowsAsync(string cql) => RowsAsync(Client.Query(cql));

    public async ValueTask DisposeAsync() => await _client.DisposeAsync();

    private static List<byte[]?[]> ReadRows(CqlReply reply)
    {
        var rows = reply.Read().Rows;
        var reader = new CqlReader(reply.Body.Span[rows.RowsOffset..]);
        var found = new List<byte[]?[]>();
        for (var left = rows.RowCount; left > 0; left--)
        {
            var row = new byte[]?[rows.ColumnCount];
            for (var column = 0; column < row.Length; column++)
                row[column] = reader.Bytes();
            found.Add(row);
        }

        return found;
    }

    /// <summary>The values of an EXECUTE as they are sent.</summary>
    public static (byte[] Bytes, int Count) Values(params FakeValue[] values)
    {
        var writer = new WireWriter();
        foreach (var value in values)
            writer.Bytes(value.Bytes);
        return (writer.ToArray(), values.Length);
    }

    public async Task<ExecuteRequest> PrepareAsync(string cql, params FakeValue[] values)
    {
        var prepared = (await AskAsync(new PrepareRequest(cql))).Prepared;
        var (bytes, count) = Values(values);
        return new ExecuteRequest(prepared.Id, prepared.ResultMetadataId, new QueryParameters { Consistency = CqlConsistency.LocalQuorum, Values = bytes, ValueCount = count });
    }
}
