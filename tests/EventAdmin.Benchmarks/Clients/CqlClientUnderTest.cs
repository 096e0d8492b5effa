using System.Net;
using System.Runtime.CompilerServices;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Testing.Canned;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Benchmarks.Clients;

/// <summary>Our client, complete: routing, deadline, outcome and facts of every request.</summary>
internal sealed class CqlClientUnderTest : IMeasuredClient
{
    private const string Owner = "licence-000000000042";
    private const int Bucket = 7;

    private static readonly CqlCall Call = new() { Consistency = CqlConsistency.LocalQuorum, Label = "benchmark" };
    private static readonly CqlCall PageCall = Call with { PageSize = CannedTable.PageRows };
    private static readonly CqlCall ConditionalCall = Call with { SerialConsistency = CqlConsistency.LocalSerial };

    private readonly CqlClient _client;
    private readonly ICqlStatement _write;
    private readonly ICqlStatement _readOne;
    private readonly ICqlStatement _readPage;
    private readonly ICqlStatement _claim;
    private readonly ICqlStatement _readNothing;

    private CqlClientUnderTest(CqlClient client, ICqlStatement[] statements)
    {
        _client = client;
        (_write, _readOne, _readPage, _claim, _readNothing) = (statements[0], statements[1], statements[2], statements[3], statements[4]);
    }

    public string Name => "ours";

    public static async Task<CqlClientUnderTest> ConnectAsync(IPEndPoint address, bool hasThreadsOfItsOwn = false)
    {
        var options = new CqlOptions
        {
            ContactPoints = [address.ToString()],
            LocalDatacenter = "datacenter1",
            ConnectionsPerNode = 1,
            DedicatedIoThreads = hasThreadsOfItsOwn,
        };
        var client = await CqlClient.ConnectAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        return new CqlClientUnderTest(
            client,
            [
                await client.PrepareAsync(CannedTable.Write, CqlStatementKind.IdempotentWrite, CancellationToken.None),
                await client.PrepareAsync(CannedTable.ReadOne, CqlStatementKind.Read, CancellationToken.None),
                await client.PrepareAsync(CannedTable.ReadPage, CqlStatementKind.Read, CancellationToken.None),
                await client.PrepareAsync(CannedTable.Claim, CqlStatementKind.Conditional, CancellationToken.None),
                await client.PrepareAsync(CannedTable.ReadNothing, CqlStatementKind.Read, CancellationToken.None),
            ]);
    }

    public ValueTask ExecuteAsync(Work work, long number) => work switch
    {
        Work.Write => WriteAsync(number),
        Work.ReadOne => ReadOneAsync(number),
        Work.ReadPage => ReadPageAsync(),
        Work.Claim => ClaimAsync(number),
        _ => throw new ArgumentOutOfRangeException(nameof(work)),
    };

    /// <summary>Reads what is never answered, until the timeout.</summary>
    public async ValueTask ReadNothingAsync(TimeSpan timeout)
    {
        using var values = new CqlValues(_readNothing.BindColumns).Text(Owner).Int32(Bucket);
        try
        {
            using var answer = await _client.ExecuteAsync(_readNothing, values, Call with { Timeout = timeout, AttemptTimeout = timeout }, CancellationToken.None).ConfigureAwait(false);
            throw new InvalidOperationException("Expected no answer.");
        }
        catch (CqlTimeoutException)
        {
            // What is measured.
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteAsync(long number)
    {
        using var values = BindWrite(number);
        using var answer = await _client.ExecuteAsync(_write, values, Call, CancellationToken.None).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadOneAsync(long number)
    {
        using var values = new CqlValues(_readOne.BindColumns).Text(Owner).Int32(Bucket).Int64(number);
        using var answer = await _client.ExecuteAsync(_readOne, values, Call, CancellationToken.None).ConfigureAwait(false);
        Read(answer.Page, rows: 1);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadPageAsync()
    {
        using var values = new CqlValues(_readPage.BindColumns).Text(Owner).Int32(Bucket);
        using var answer = await _client.ExecuteAsync(_readPage, values, PageCall, CancellationToken.None).ConfigureAwait(false);
        Read(answer.Page, CannedTable.PageRows);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ClaimAsync(long number)
    {
        using var claim = new CqlValues(_claim.BindColumns).Int64(number + 1).Text(Owner).Int32(Bucket).Int64(number);
        using var first = BindWrite(number);
        using var second = BindWrite(number + 1);
        var batch = new CqlBatch(CqlStatementKind.Conditional, [new(_claim, claim), new(_write, first), new(_write, second)]);
        using var answer = await _client.ExecuteBatchAsync(batch, ConditionalCall, CancellationToken.None).ConfigureAwait(false);
        if (answer.Applied != true)
            throw new InvalidOperationException("Expected the batch to be applied.");
    }

    private CqlValues BindWrite(long number) => new CqlValues(_write.BindColumns).Text(Owner).Int32(Bucket).Int64(number)
        .Guid(CannedTable.Id).Text("licence-issued").Blob(CannedTable.Data).Blob(CannedTable.Note).Timestamp(DateTimeOffset.UnixEpoch);

    private static void Read(CqlPage page, int rows)
    {
        var count = 0;
        foreach (var row in page)
        {
            var length = row.GetBlob(3).Length + row.GetBlob(4).Length + row.GetUtf8(2).Length;
            if (length == 0 || row.GetInt64(0) != count || row.GetGuid(1) != CannedTable.Id || row.GetTimestamp(5) < DateTimeOffset.UnixEpoch)
                throw new InvalidOperationException("Expected the canned row.");
            count++;
        }

        if (count != rows)
            throw new InvalidOperationException($"Expected {rows} rows, got {count}.");
    }
}
