using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Sending_on_a_connection
{
    [Theory]
    [InlineData(CqlProtocolVersion.V4, false)]
    [InlineData(CqlProtocolVersion.V4, true)]
    [InlineData(CqlProtocolVersion.V5, false)]
    [InlineData(CqlProtocolVersion.V5, true)]
    internal async Task Brings_the_answer_to_whoever_asked(CqlProtocolVersion version, bool dedicatedIoThreads)
    {
        await using var peer = new Peer(new PeerScript { VersionMax = version });
        await using var client = new Client(new ConnectionSettings { DedicatedIoThreads = dedicatedIoThreads });
        var (connection, link) = await client.ConnectBothAsync(peer);

        var asked = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var request = await link.NextAsync();
        await link.AnswerAsync(request, Wire.Void);
        using var reply = await Await.Value(asked, "the answer");

        Assert.Equal(version, connection.Version);
        Assert.Equal("SELECT now() FROM system.local", request.Text);
        Assert.Equal(ReplyStatus.Answered, reply.Status);
        Assert.Equal(CqlPhase.Answered, reply.Phase);
        Assert.Equal(ResultKind.Void, reply.Read().Result);
        Assert.Equal(FrameHeader.Size + request.Body.Length, reply.BytesSent);
        Assert.Equal(FrameHeader.Size + 4, reply.BytesReceived);
        Assert.Equal(0, connection.InFlight);
        Assert.Equal(0, connection.BytesInFlight);
    }

    [Fact]
    public async Task Matches_answers_that_come_out_of_order()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = Enumerable.Range(0, 100)
            .Select(number => connection.SendAsync(Client.Query($"{number}"), client.In(30), CancellationToken.None).AsTask()).ToArray();

        var requests = new List<PeerRequest>();
        while (requests.Count < asked.Length) requests.Add(await link.NextAsync());
        requests.Reverse();
        foreach (var part in requests.Chunk(7))
            await link.SendAsync([.. part.Select(one => link.Answer(one, Opcode.Result, [.. Wire.Void, .. Wire.Int32(int.Parse(one.Text, null))]))]);

        for (var number = 0; number < asked.Length; number++)
        {
            using var reply = await Await.Value(asked[number], $"answer {number}");
            Assert.Equal(Wire.Int32(number), reply.Body.Span[4..].ToArray());
        }
    }

    [Theory]
    [InlineData(CqlProtocolVersion.V4, false)]
    [InlineData(CqlProtocolVersion.V5, false)]
    [InlineData(CqlProtocolVersion.V5, true)]
    internal async Task Carries_large_requests_and_large_answers_among_small_ones(CqlProtocolVersion version, bool dedicatedIoThreads)
    {
        await using var peer = new Peer(new PeerScript { VersionMax = version });
        await using var client = new Client(new ConnectionSettings { DedicatedIoThreads = dedicatedIoThreads });
        var (connection, link) = await client.ConnectBothAsync(peer);
        var sizes = new[] { 10, 300_000, 70_000, 20, 131_100, 1_500_000, 30 };

        var asked = sizes.Select(size => connection.SendAsync(Client.Query(new string('x', size)), client.In(30), CancellationToken.None).AsTask()).ToArray();
        foreach (var _ in sizes)
        {
            var request = await link.NextAsync();
            Assert.All(request.Text, character => Assert.Equal('x', character));
            await link.AnswerAsync(request, [.. Wire.Void, .. new byte[request.Text.Length]]);
        }

        for (var index = 0; index < sizes.Length; index++)
        {
            using var reply = await Await.Value(asked[index], $"answer {index}");
            Assert.Equal(4 + sizes[index], reply.Body.Length);
        }
    }

    [Fact]
    public async Task Refuses_what_is_over_the_limit_before_anything_is_sent()
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { RequestBytesMax = 100_000 });
        var (connection, _) = await client.ConnectBothAsync(peer);

        await Assert.ThrowsAsync<CqlEncodeException>(
            () => connection.SendAsync(Client.Query(new string('x', 100_000)), client.In(30), CancellationToken.None).AsTask());

        Assert.Equal(0, connection.InFlight);
        Assert.Equal(0, connection.BytesInFlight);
        Assert.Equal(ConnectionState.Open, connection.State);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task Takes_nothing_for_a_request_that_cannot_be_serialised(int length)
    {
        await using var peer = new Peer(new PeerScript { Answer = Answer.Void });
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);

        await Assert.ThrowsAsync<CqlEncodeException>(
            () => connection.SendAsync(new BrokenRequest(length), client.In(30), CancellationToken.None).AsTask());
        using var reply = await Await.Value(connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None), "the next answer");

        Assert.Equal(ReplyStatus.Answered, reply.Status);
        Assert.Equal(1, link.Received);
        Assert.Equal(0, connection.InFlight);
        Assert.Equal(0, connection.BytesInFlight);
    }

    [Fact]
    public async Task Hands_notices_to_the_owner_in_order()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (_, link) = await client.ConnectBothAsync(peer);
        var ports = Enumerable.Range(1, 20).ToArray();

        await link.SendAsync([.. ports.Select(port => Wire.Envelope(CqlProtocolVersion.V5, -1, Opcode.Notice,
            [.. Wire.String("STATUS_CHANGE"), .. Wire.String("DOWN"), 4, 127, 0, 0, 1, .. Wire.Int32(port)]))]);

        foreach (var port in ports)
        {
            var notice = Assert.IsType<Notice.Node>(await client.NextNoticeAsync());
            Assert.Equal((NodeChange.Down, port), (notice.Change, notice.Address.Port));
        }
    }

    private readonly record struct BrokenRequest(int Length) : IRequest
    {
        public Opcode Opcode => Opcode.Query;

        public int GetLength(CqlProtocolVersion version) => Length;

        public void Write(ref CqlWriter writer, CqlProtocolVersion version) => writer.Raw(new byte[Length + 1]);
    }
}
