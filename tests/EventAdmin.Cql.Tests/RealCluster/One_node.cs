using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Sessions;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Tests.RealCluster;

[Collection(Runs.OneNode)]
public sealed class One_node(OneNodeCluster run)
{
    private const int RowsOfLargePartition = 100_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.None)]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.Lz4)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.None)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.Lz4)]
    public async Task Gives_every_type_back_as_it_was_written(CqlProtocolVersion version, CqlCompression compression)
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster, options => options with { ProtocolVersion = version, Compression = compression });
        var table = $"ks.types_{version}_{compression}".ToLowerInvariant();
        await client.RunAsync("CREATE TYPE IF NOT EXISTS ks.place (name text, code int)");
        await client.RunAsync(AllTypes.CreateTable(table));
        var insert = await client.PrepareAsync(AllTypes.Insert(table), CqlStatementKind.IdempotentWrite);
        var select = await client.PrepareAsync(AllTypes.Select(table), CqlStatementKind.Read);

        IReadOnlyList<object?[]> written = [.. AllTypes.Rows, AllTypes.EmptyWithin];
        for (var id = 0; id < written.Count; id++)
        {
            (await client.ExecuteAsync(insert, [id, .. written[id]])).Dispose();
            var row = Assert.Single(await client.RowsAsync(select, [id]));
            for (var column = 0; column < row.Count; column++)
                Assert.Equal((AllTypes.Columns[column].Name, Shown(written[id][column])), (AllTypes.Columns[column].Name, Shown(row[column])));
        }

        Assert.Equal(version, client.Cql.GetState().ProtocolVersion);
    }

    [Fact]
    public async Task Pages_through_a_hundred_thousand_rows_in_order()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.RunAsync("CREATE TABLE ks.large (pk int, ck int, v text, PRIMARY KEY (pk, ck))");
        var insert = await client.PrepareAsync("INSERT INTO ks.large (pk, ck, v) VALUES (1, ?, ?)", CqlStatementKind.IdempotentWrite);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, RowsOfLargePartition),
            new ParallelOptions { MaxDegreeOfParallelism = 128, CancellationToken = CancellationToken },
            async (row, _) => (await client.ExecuteAsync(insert, [row, $"row {row}"])).Dispose());

        var select = await client.PrepareAsync("SELECT ck, v FROM ks.large WHERE pk = 1", CqlStatementKind.Read);
        var (next, pages) = (0, 0);
        ReadOnlyMemory<byte> state = default;
        do
        {
            using var values = new CqlValues(select.BindColumns);
            using var page = await client.Cql.ExecuteAsync(select, values, RealClient.Call with { PageSize = 5000, PagingState = state }, CancellationToken);
            foreach (var row in page.Page)
            {
                Assert.Equal(next, row.GetInt32(0));
                next++;
            }

            pages++;
            state = page.NextPage;
        }
        while (!state.IsEmpty);

        Assert.Equal(RowsOfLargePartition, next);
        Assert.InRange(pages, RowsOfLargePartition / 5000, RowsOfLargePartition / 5000 + 1);
    }

    [Fact]
    public async Task Lets_exactly_one_of_32_writers_win_each_round()
    {
        const int Writers = 32, Rounds = 20;
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.RunAsync("CREATE TABLE ks.rounds (id int PRIMARY KEY, round int, winner int)");
        (await client.Cql.ExecuteSimpleAsync("INSERT INTO ks.rounds (id, round, winner) VALUES (1, 0, -1)", RealClient.Call, CancellationToken)).Dispose();

        var claim = await client.PrepareAsync("UPDATE ks.rounds SET round = ?, winner = ? WHERE id = 1 IF round = ?", CqlStatementKind.Conditional);
        var read = await client.PrepareAsync("SELECT round, winner FROM ks.rounds WHERE id = 1", CqlStatementKind.Read);
        for (var round = 0; round < Rounds; round++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => ClaimAsync(client, claim, round, writer)));
            var settled = Assert.Single(await client.RowsAsync(read, [], RealClient.Call with { Consistency = CqlConsistency.LocalSerial }));

            var winner = Assert.IsType<int>(settled[1]);
            Assert.Equal(round + 1, settled[0]);
            Assert.NotEqual(false, claims[winner]);
            Assert.DoesNotContain(Enumerable.Range(0, Writers), writer => writer != winner && claims[writer] == true);
        }
    }

    [Fact]
    public async Task Traces_a_request_and_gives_the_trace()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        var select = await client.PrepareAsync("SELECT release_version FROM system.local WHERE key = ?", CqlStatementKind.Read);

        using var result = await client.ExecuteAsync(select, ["local"], RealClient.Call with { Trace = true, Consistency = CqlConsistency.One });
        var traceId = Assert.NotNull(result.Execution.TraceId);
        var trace = await client.Cql.GetTraceAsync(traceId, result.Execution.Coordinator.HostId, CancellationToken);

        Assert.NotNull(trace);
        Assert.Equal(result.Execution.Coordinator.Address.Address, trace.Coordinator);
        Assert.NotNull(trace.Duration);
        Assert.NotEmpty(trace.Steps);
        Assert.Contains("release_version", string.Join(' ', trace.Parameters.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_reading_while_the_table_gets_new_columns()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.RunAsync("CREATE TABLE ks.growing (id int PRIMARY KEY, c0 text)");
        (await client.Cql.ExecuteSimpleAsync("INSERT INTO ks.growing (id, c0) VALUES (1, 'zero')", RealClient.Call, CancellationToken)).Dispose();

        var select = await client.PrepareAsync("SELECT * FROM ks.growing WHERE id = ?", CqlStatementKind.Read);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        var readers = Enumerable.Range(0, 8).Select(_ => ReadUntilAsync(client, select, done.Token)).ToArray();
        for (var column = 1; column <= 5; column++)
        {
            await client.RunAsync($"ALTER TABLE ks.growing ADD c{column} text");
            using var _ = await client.Cql.ExecuteSimpleAsync($"INSERT INTO ks.growing (id, c{column}) VALUES (1, 'value {column}')", RealClient.Call, CancellationToken);
        }

        await done.CancelAsync();
        var widths = await Task.WhenAll(readers);
        var row = Assert.Single(await client.RowsAsync(select, [1]));

        Assert.Equal(["1", "zero", "value 1", "value 2", "value 3", "value 4", "value 5"], row.Select(value => $"{value}"));
        Assert.All(widths, seen => Assert.Equal(seen.Order(), seen));
        Assert.Contains(widths, seen => seen.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Prepares_again_what_a_restarted_node_has_forgotten()
    {
        await using var client = await RealClient.ConnectAsync(run.Cluster);
        await client.RunAsync("CREATE TABLE ks.kept (id int PRIMARY KEY, v text)");
        var insert = await client.PrepareAsync("INSERT INTO ks.kept (id, v) VALUES (?, ?)", CqlStatementKind.IdempotentWrite);
        var claim = await client.PrepareAsync("INSERT INTO ks.kept (id, v) VALUES (?, ?) IF NOT EXISTS", CqlStatementKind.Conditional);
        var select = await client.PrepareAsync("SELECT v FROM ks.kept WHERE id = ?", CqlStatementKind.Read);
        (await client.ExecuteAsync(insert, [1, "before"])).Dispose();

        // A node reads its prepared statements again when it starts; without the table it has none.
        await client.RunAsync("TRUNCATE system.prepared_statements");
        await run.Cluster.Nodes[0].RestartAsync(CancellationToken);
        await client.UntilConnectedAsync(nodes: 1);

        (await client.ExecuteAsync(insert, [2, "after"])).Dispose();
        using var claimed = await client.ExecuteAsync(claim, [3, "claimed"]);
        Assert.True(claimed.Applied);
        Assert.Equal(["before", "after", "claimed"], await Task.WhenAll(Enumerable.Range(1, 3).Select(async id => $"{(await client.RowsAsync(select, [id]))[0][0]}")));
    }

    private static async Task<bool?> ClaimAsync(RealClient client, ICqlStatement claim, int round, int writer)
    {
        try
        {
            using var result = await client.ExecuteAsync(claim, [round + 1, writer, round]);
            return result.Applied;
        }
        catch (CqlException e) when (e.Outcome == CqlOutcome.Unknown)
        {
            // Contention may time out a proposal that is decided all the same.
            return null;
        }
    }

    private static async Task<IReadOnlyList<int>> ReadUntilAsync(RealClient client, ICqlStatement select, CancellationToken done)
    {
        var widths = new List<int>();
        while (!done.IsCancellationRequested)
        {
            var row = Assert.Single(await client.RowsAsync(select, [1]));
            Assert.Equal("zero", row[1]);
            widths.Add(row.Count);
        }

        return widths;
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => $"'{text}'",
        KeyValuePair<object?, object?> pair => $"{Shown(pair.Key)}: {Shown(pair.Value)}",
        DateTimeOffset instant => instant.ToString("O", null),
        float number => $"{BitConverter.SingleToUInt32Bits(number):x8}",
        double number => $"{BitConverter.DoubleToUInt64Bits(number):x16}",
        TimeOnly time => time.ToString("O", null),
        System.Collections.IEnumerable values => $"[{string.Join(", ", values.Cast<object?>().Select(Shown))}]",
        _ => $"{value}",
    };
}
