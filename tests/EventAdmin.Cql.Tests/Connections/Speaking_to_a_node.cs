using System.Text;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Testing.FakeNode;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Speaking_to_a_node
{
    private static readonly FakeReply Echo = new(FakeOpcode.Result, static request => [.. Wire.Void, .. Encoding.UTF8.GetBytes(request.Cql)]);

    [Theory]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.None, null)]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.None, 1009)]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.Lz4, null)]
    [InlineData(CqlProtocolVersion.V4, CqlCompression.Lz4, 1009)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.None, null)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.None, 1009)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.Lz4, null)]
    [InlineData(CqlProtocolVersion.V5, CqlCompression.Lz4, 1009)]
    internal async Task Works_in_every_format_at_every_size(CqlProtocolVersion version, CqlCompression compression, int? pieceBytes)
    {
        await using var cluster = FakeCluster.Start(1);
        var node = cluster.Nodes[0];
        node.ProtocolVersionMax = (int)version;
        node.Sending = new FakeSending { PieceBytes = pieceBytes, SegmentPayloadMax = 50_000 };
        node.Script.Every(static request => request.IsStatement, new FakeFault.Answer(Echo));
        await using var client = new Client(new ConnectionSettings { Compression = compression });
        var connection = await client.ConnectAsync(TargetOf(node));
        string[] texts = [.. new[] { 1, 500, 600, 70_000, 140_000, 900_000 }.SelectMany(size => new[] { new string('x', size), Noise(size) })];

        var asked = texts.Select(text => connection.SendAsync(Client.Query(text), client.In(60), CancellationToken.None).AsTask()).ToArray();
        for (var index = 0; index < texts.Length; index++)
        {
            using var reply = await Await.Value(asked[index], $"the echo of {texts[index].Length} characters");
            Assert.Equal(ReplyStatus.Answered, reply.Status);
            Assert.True(reply.Body.Span[4..].SequenceEqual(Encoding.UTF8.GetBytes(texts[index])));
        }

        Assert.Equal(version, connection.Version);
        Assert.Empty(cluster.Complaints);
    }

    [Fact]
    public async Task Fails_when_lz4_is_wanted_and_not_offered()
    {
        await using var cluster = FakeCluster.Start(1);
        cluster.Compressions = ["snappy"];
        await using var client = new Client(new ConnectionSettings { Compression = CqlCompression.Lz4 });

        var failure = await Assert.ThrowsAsync<CqlConnectException>(() => client.ConnectAsync(TargetOf(cluster.Nodes[0])));

        Assert.Equal(ConnectStep.Options, failure.Step);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_reads_nothing_makes_the_connection_busy_and_blocks_nobody(bool dedicatedIoThreads)
    {
        await using var cluster = FakeCluster.Start(1);
        var node = cluster.Nodes[0];
        node.Script.Every(static request => request.IsStatement, new FakeFault.Answer(FakeReply.Void));
        await using var client = new Client(new ConnectionSettings { DedicatedIoThreads = dedicatedIoThreads });
        var connection = await client.ConnectAsync(TargetOf(node));
        var query = Client.Query(Noise(60_000));

        node.StopReading();
        var asked = new List<Task<CqlReply>>();
        while (connection.HasRoom) asked.Add(connection.SendAsync(query, client.In(60), CancellationToken.None).AsTask());
        using var busy = await Await.Value(connection.SendAsync(query, client.In(60), CancellationToken.None), "the refusal");
        node.ResumeReading();
        foreach (var reply in await Await.Value(Task.WhenAll(asked), "all answers"))
        {
            Assert.Equal(ReplyStatus.Answered, reply.Status);
            reply.Dispose();
        }

        Assert.Equal((ReplyStatus.Busy, CqlPhase.Queued), (busy.Status, busy.Phase));
        Assert.InRange(asked.Count, client.Settings.BytesInFlightMax / 61_000, client.Settings.BytesInFlightMax / 59_000 + 1);
        Assert.Equal((0, 0), (connection.InFlight, connection.BytesInFlight));
    }

    [Fact]
    public async Task Brings_what_stands_in_front_of_an_answer_and_takes_a_payload_along()
    {
        var traceId = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        await using var cluster = FakeCluster.Start(1);
        var node = cluster.Nodes[0];
        node.Script.NextStatement(new FakeFault.Answer(FakeReply.Void with
        {
            TraceId = traceId,
            Warnings = ["Slow."],
            Payload = new Dictionary<string, byte[]> { ["theirs"] = [1] },
        }));
        await using var client = new Client();
        var connection = await client.ConnectAsync(TargetOf(node));

        var extras = new RequestExtras(Trace: true, new Dictionary<string, byte[]> { ["ours"] = [2, 3] });
        using var reply = await Await.Value(connection.SendAsync(Client.Query("x"), extras, client.In(30), CancellationToken.None), "the answer");
        var prefix = reply.Read().Prefix;

        var seen = Assert.Single(cluster.Statement);
        Assert.True(seen.IsTraced);
        Assert.Equal([2, 3], seen.Payload["ours"]);
        Assert.Equal(seen.Envelope.Length, reply.BytesSent);
        Assert.Equal(traceId, prefix.TraceId);
        Assert.Equal(["Slow."], prefix.Warnings);
        Assert.Equal([1], prefix.Payload!["theirs"]);
    }

    private static ConnectionTarget TargetOf(FakeCqlNode node) => new() { EndPoint = node.EndPoint };

    private static string Noise(int length)
    {
        var random = new Random(length);
        return string.Create(length, random, static (span, random) =>
        {
            foreach (ref var character in span) character = (char)random.Next(33, 127);
        });
    }
}
