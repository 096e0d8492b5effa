using System.Net;
using System.Runtime.CompilerServices;
using Cassandra;
using EventAdmin.Testing.Canned;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>The official driver, one connection, prepared statements, no retries: what it costs at its best.</summary>
internal sealed class OfficialClient : IMeasuredClient
{
    private readonly Cluster _cluster;
    private readonly ISession _session;
    private readonly PreparedStatement _write;
    private readonly PreparedStatement _readOne;
    private readonly PreparedStatement _readPage;
    private readonly PreparedStatement _claim;

    private OfficialClient(Cluster cluster, ISession session, PreparedStatement[] statements)
    {
        (_cluster, _session) = (cluster, session);
        (_write, _readOne, _readPage, _claim) = (statements[0], statements[1], statements[2], statements[3]);
    }

    public string Name => "official";

    public static async Task<OfficialClient> ConnectAsync(IPEndPoint address)
    {
        var pooling = new PoolingOptions().SetCoreConnectionsPerHost(HostDistance.Local, 1).SetMaxConnectionsPerHost(HostDistance.Local, 1);
        var cluster = Cluster.Builder().AddContactPoint(address).WithPoolingOptions(pooling).WithMaxProtocolVersion(ProtocolVersion.V4).Build();
        var session = await cluster.ConnectAsync();
        var statements = new List<PreparedStatement>();
        foreach (var text in new[] { CannedTable.Write, CannedTable.ReadOne, CannedTable.ReadPage, CannedTable.Claim })
            statements.Add(await session.PrepareAsync(text));
        return new OfficialClient(cluster, session, [.. statements]);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ExecuteAsync(Work work, long number)
    {
        switch (work)
        {
            case Work.Write:
                await _session.ExecuteAsync(BindWrite(number));
                break;
            case Work.ReadOne:
                ReadRows(await _session.ExecuteAsync(_readOne.Bind("licence-000000000042", 7, number)), rows: 1);
                break;
            case Work.ReadPage:
                var page = _readPage.Bind("licence-000000000042", 7);
                page.SetPageSize(CannedTable.PageRows).SetAutoPage(false);
                ReadRows(await _session.ExecuteAsync(page), CannedTable.PageRows);
                break;
            case Work.Claim:
                var batch = new BatchStatement().SetBatchType(BatchType.Unlogged).Add(_claim.Bind(number + 1, "licence-000000000042", 7, number)).Add(BindWrite(number)).Add(BindWrite(number + 1));
                if (!(await _session.ExecuteAsync(batch)).Single().GetValue<bool>("[applied]"))
                    throw new InvalidOperationException("Expected the batch to be applied.");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(work));
        }
    }

    public async ValueTask DisposeAsync() => await _cluster.ShutdownAsync();

    private BoundStatement BindWrite(long number) => _write.Bind(
        "licence-000000000042", 7, number, CannedTable.Id, "licence-issued", CannedTable.Data, CannedTable.Note, DateTimeOffset.UnixEpoch);

    private static void ReadRows(RowSet answer, int rows)
    {
        var count = 0;
        foreach (var row in answer)
        {
            var length = row.GetValue<byte[]>(3).Length + row.GetValue<byte[]>(4).Length + row.GetValue<string>(2).Length;
            if (length == 0 || row.GetValue<long>(0) != count || row.GetValue<Guid>(1) != CannedTable.Id || row.GetValue<DateTimeOffset>(5) < DateTimeOffset.UnixEpoch)
                throw new InvalidOperationException("Expected the canned row.");
            count++;
        }

        if (count != rows)
            throw new InvalidOperationException($"Expected {rows} rows, got {count}.");
    }
}
