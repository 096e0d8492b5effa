using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;
using EventAdmin.Testing.Canned;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Cql.Tests.Sessions;

/// <summary>What is counted is the whole process: nothing runs beside.</summary>
[CollectionDefinition(nameof(What_a_request_costs), DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>The goals that no machine can excuse; the others are measured by the benchmark <c>cql</c>.</summary>
[Collection(nameof(What_a_request_costs))]
public sealed class What_a_request_costs : IAsyncLifetime
{
    private const int RequestsOfRound = 20_480;
    private const int Rounds = 6;
    private const string Owner = "licence-000000000042";

    private static readonly CqlCall Call = new() { Consistency = CqlConsistency.LocalQuorum, Label = "test" };

    private readonly CannedNode _node = CannedNode.Start();
    private CqlClient? _client;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new CqlOptions { ContactPoints = [_node.Address.ToString()], LocalDatacenter = "datacenter1", ConnectionsPerNode = 1 };
        _client = await CqlClient.ConnectAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        _node.Dispose();
    }

    [Theory]
    [InlineData(CqlStatementKind.IdempotentWrite, 600)]
    [InlineData(CqlStatementKind.Read, 900)]
    public async Task Stays_within_the_bytes_that_it_may_allocate(CqlStatementKind kind, int bytesMax)
    {
        var rounds = await RunAsync(kind, 64, 64);

        Assert.InRange(rounds.Min(static round => round.Bytes), 1, bytesMax);
    }

    [Theory]
    [InlineData(CqlStatementKind.IdempotentWrite)]
    [InlineData(CqlStatementKind.Read)]
    public async Task Hardly_grows_with_what_is_in_flight(CqlStatementKind kind)
    {
        var rounds = await RunAsync(kind, 64, 512);

        // The best round of each: what else the machine did is not the client's.
        var (at64, at512) = (Best(rounds, 64), Best(rounds, 512));
        Assert.True(at512 <= 1.5 * at64, $"{at64:F2} us of processor a request at 64 in flight, {at512:F2} at 512");
    }

    private static double Best(List<Round> rounds, int inFlight) =>
        rounds.Where(round => round.InFlight == inFlight).Min(static round => round.Microseconds);

    // In turn, so that a disturbance meets both. The first half warms up: the code is compiled anew while it runs.
    private async Task<List<Round>> RunAsync(CqlStatementKind kind, params int[] inFlight)
    {
        var statement = await _client!.PrepareAsync(kind == CqlStatementKind.Read ? CannedTable.ReadOne : CannedTable.Write, kind, CancellationToken);
        var rounds = new List<Round>();
        for (var round = 0; round < 2 * Rounds; round++)
            rounds.Add(await RunRoundAsync(statement, inFlight[round % inFlight.Length]));
        return rounds[Rounds..];
    }

    private async Task<Round> RunRoundAsync(ICqlStatement statement, int inFlight)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => RunLaneAsync(statement, RequestsOfRound / inFlight), CancellationToken)));
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Round(inFlight, (double)allocated / RequestsOfRound, processor.TotalMicroseconds / RequestsOfRound);
    }

    private async Task RunLaneAsync(ICqlStatement statement, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            using var values = new CqlValues(statement.BindColumns).Text(Owner).Int32(7).Int64(i);
            if (statement.Kind == CqlStatementKind.IdempotentWrite)
                values.Guid(CannedTable.Id).Text("licence-issued").Blob(CannedTable.Data).Blob(CannedTable.Note).TimestampMilliseconds(0);
            using var answer = await _client!.ExecuteAsync(statement, values, Call, CancellationToken.None);
            foreach (var row in answer.Page)
                Assert.Equal(CannedTable.Id, row.GetGuid(1));
        }
    }

    private readonly record struct Round(int InFlight, double Bytes, double Microseconds);
}
