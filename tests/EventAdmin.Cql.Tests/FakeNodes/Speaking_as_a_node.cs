using System.Net;
using System.Text;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Tests.Connections;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.FakeNodes;

public sealed class Speaking_as_a_node
{
    private const string Table = "CREATE TABLE ks.t (k int, c bigint, v text, PRIMARY KEY (k, c))";

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task Rows_come_back_in_either_version_packed_or_not_joined_or_in_pieces(int version, bool isPacked)
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.Schema.AddTable(Table);
        var node = cluster.Nodes[0];
        node.ProtocolVersionMax = version;
        var packing = isPacked ? CqlCompression.Lz4 : CqlCompression.None;
        await using var caller = await FakeCaller.ConnectAsync(node, new ConnectionSettings { Compression = packing });
        var text = string.Concat(Enumerable.Repeat("many words, ", 30_000));
        await caller.AskAsync(await caller.PrepareAsync(
            "INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?)", FakeValue.Int(1), FakeValue.BigInt(-2), FakeValue.Text(text)));

        foreach (var sending in (FakeSending[])[new(), new() { SegmentPayloadMax = 700 }, new() { PieceBytes = 999 }, new() { JoinsEnvelopes = false }])
        {
            node.Sending = sending;
            var row = Assert.Single(await caller.RowsAsync("SELECT k, c, v FROM ks.t"));

            Assert.Equal([FakeValue.Int(1), FakeValue.BigInt(-2), FakeValue.Text(text)], row.Select(cell => new FakeValue(cell)));
        }

        Assert.Equal((CqlProtocolVersion)version, caller.Connection.Version);
        Assert.Empty(cluster.Complaints);
    }

    [Fact]
    public async Task Every_request_is_kept_byte_for_byte_with_what_it_says()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.Schema.AddTable(Table);
        await using var caller = await FakeCaller.ConnectAsync(cluster.Nodes[0]);
        var insert = await caller.PrepareAsync("INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?)", FakeValue.Int(1), FakeValue.BigInt(2), FakeValue.Null);
        cluster.ClearRequests();

        await caller.AskAsync(insert with
        {
            Parameters = insert.Parameters with { SerialConsistency = CqlConsistency.LocalSerial, PageSize = 7, TimestampMicros = 99 },
        });

        var request = Assert.Single(cluster.Statement);
        Assert.Equal(FakeOpcode.Execute, request.Opcode);
        Assert.Equal("INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?)", request.Cql);
        Assert.Equal([FakeValue.Int(1), FakeValue.BigInt(2), FakeValue.Null], request.Values);
        Assert.Equal(((ushort)CqlConsistency.LocalQuorum, (ushort?)CqlConsistency.LocalSerial), (request.Consistency, request.SerialConsistency));
        Assert.Equal((7, 99L), (request.PageSize, request.TimestampMicros));
        Assert.Equal(request.Envelope.Length - FrameHeader.Size, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(request.Envelope.AsSpan(5)));
    }

    [Fact]
    public async Task A_condition_is_decided_once_and_what_stands_there_comes_back()
    {
        await using var cluster = FakeCluster.Start(3);
        var table = cluster.Schema.AddTable(Table);
        await using var first = await FakeCaller.ConnectAsync(cluster.Nodes[0]);
        await using var second = await FakeCaller.ConnectAsync(cluster.Nodes[1]);
        const string Claim = "INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?) IF NOT EXISTS";
        var (mine, yours) = (FakeValue.Text("mine"), FakeValue.Text("yours"));

        var won = Assert.Single(await first.RowsAsync(await first.PrepareAsync(Claim, FakeValue.Int(1), FakeValue.BigInt(1), mine)));
        var lost = Assert.Single(await second.RowsAsync(await second.PrepareAsync(Claim, FakeValue.Int(1), FakeValue.BigInt(1), yours)));
        var changed = Assert.Single(await second.RowsAsync(await second.PrepareAsync(
            "UPDATE ks.t SET v = ? WHERE k = ? AND c = ? IF v = ?", yours, FakeValue.Int(1), FakeValue.BigInt(1), mine)));

        Assert.Equal([FakeValue.Boolean(true)], won.Select(cell => new FakeValue(cell)));
        Assert.Equal([FakeValue.Boolean(false), FakeValue.Int(1), FakeValue.BigInt(1), mine], lost.Select(cell => new FakeValue(cell)));
        Assert.Equal([FakeValue.Boolean(true)], changed.Select(cell => new FakeValue(cell)));
        Assert.Equal(3, table.ConditionsDecided);
        Assert.Equal(3, cluster.Requests.Count(request => request.IsConditional));
    }

    [Fact]
    public async Task A_batch_with_a_condition_applies_whole_or_not_at_all()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.Schema.AddTable(Table);
        await using var caller = await FakeCaller.ConnectAsync(cluster.Nodes[0]);
        var plain = await caller.PrepareAsync("INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?)");
        var claim = await caller.PrepareAsync("INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?) IF NOT EXISTS");
        var batch = new BatchRequest(new[] { Entry(plain, 1), Entry(claim, 2) }, CqlConsistency.LocalQuorum);

        var first = Assert.Single(await caller.RowsAsync(batch));
        var again = Assert.Single(await caller.RowsAsync(batch with { Entries = new[] { Entry(plain, 3), Entry(claim, 2) } }));

        Assert.Equal(FakeValue.Boolean(true), new FakeValue(first[0]));
        Assert.Equal(FakeValue.Boolean(false), new FakeValue(again[0]));
        Assert.Equal(2, (await caller.RowsAsync("SELECT c FROM ks.t WHERE k = 1")).Count);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_a_page_may_be_empty_and_not_the_last()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.Schema.AddTable(Table);
        await using var caller = await FakeCaller.ConnectAsync(cluster.Nodes[0]);
        for (var row = 0; row < 5; row++)
            await caller.AskAsync(await caller.PrepareAsync("INSERT INTO ks.t (k, c, v) VALUES (?, ?, ?)", FakeValue.Int(1), FakeValue.BigInt(row), FakeValue.Null));
        var statement = new ScriptedStatement([], [], [new FakeColumn("c", "bigint")], _ => FakeRows.Of(
            new ScriptedStatement([], [], [], _ => FakeReply.Void), [new FakeColumn("c", "bigint")], [], nextPage: [1, 2, 3]));
        cluster.Statements.Add("SELECT nothing yet", statement);

        var found = new List<FakeValue>();
        byte[]? state = [];
        while (state is not null)
        {
            var select = Client.Query("SELECT c FROM ks.t WHERE k = 1") with { Parameters = new QueryParameters { Consistency = CqlConsistency.One, PageSize = 2, PagingState = state } };
            found.AddRange((await caller.RowsAsync(select)).Select(row => new FakeValue(row[0])));
            state = (await caller.AskAsync(select)).Rows.PagingState;
        }

        var empty = (await caller.AskAsync("SELECT nothing yet")).Rows;
        Assert.Equal(Enumerable.Range(0, 5).Select(row => FakeValue.BigInt(row)), found);
        Assert.Equal((0, "010203"), (empty.RowCount, Convert.ToHexStringLower(empty.PagingState!)));
    }

    [Fact]
    public async Task The_topology_is_what_the_test_scripted()
    {
        await using var cluster = FakeCluster.Start(nodesPerDatacenter: 2, datacenters: 2);
        cluster.Schema.Keyspaces["ks"] = new Dictionary<string, string> { ["class"] = "org.apache.cassandra.locator.NetworkTopologyStrategy", ["dc1"] = "2", ["dc2"] = "2" };
        await using var caller = await FakeCaller.ConnectAsync(cluster.Nodes[1]);

        var local = Assert.Single(await caller.RowsAsync("SELECT data_center, rack, host_id FROM system.local WHERE key = 'local'"));
        var peers = await caller.RowsAsync("SELECT host_id, native_address, native_port FROM system.peers_v2");
        var keyspace = Assert.Single(await caller.RowsAsync("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = 'ks'"));
        cluster.Nodes[1].HasPeersV2 = false;
        var missing = await caller.AskAsync("SELECT host_id FROM system.peers_v2");

        Assert.Equal(["dc1", "r2"], local.Take(2).Select(cell => Encoding.UTF8.GetString(cell!)));
        Assert.Equal(
            cluster.Nodes.Where(node => node != cluster.Nodes[1]).Select(node => FakeValue.Uuid(node.Place.HostId)),
            peers.Select(row => new FakeValue(row[0])));
        Assert.Equal("ks", Encoding.UTF8.GetString(keyspace[0]!));
        Assert.Equal(CqlErrorCode.Invalid, missing.Error.Code);
    }

    [Fact]
    public async Task A_change_of_the_schema_is_told_and_may_be_slow_to_arrive()
    {
        await using var cluster = FakeCluster.Start(2);
        cluster.AgreesOnSchemaAtOnce = false;
        await using var caller = await FakeCaller.ConnectAsync(cluster.Nodes[0]);
        await caller.AskAsync(new RegisterRequest(["SCHEMA_CHANGE"]));

        var change = (await caller.AskAsync("CREATE TABLE ks.made (id int PRIMARY KEY, v map<text, int>)")).SchemaChange;
        var notice = await caller.Client.NextNoticeAsync();

        Assert.Equal(("ks", "made"), (change.Keyspace, change.Name));
        Assert.IsType<Notice.Schema>(notice);
        Assert.NotEqual(cluster.Nodes[0].SchemaVersion, cluster.Nodes[1].SchemaVersion);
        cluster.AgreeOnSchema();
        Assert.Equal(cluster.Nodes[0].SchemaVersion, cluster.Nodes[1].SchemaVersion);
    }

    private static BatchEntry Entry(ExecuteRequest prepared, long row)
    {
        var (bytes, count) = FakeCaller.Values(FakeValue.Int(1), FakeValue.BigInt(row), FakeValue.Text("v"));
        return new BatchEntry(prepared.Id, null, bytes, count);
    }
}
