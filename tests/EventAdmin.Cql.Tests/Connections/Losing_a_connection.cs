using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Losing_a_connection
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Ends_everything_that_was_sent_as_sent(bool byReset, bool dedicatedIoThreads)
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { DedicatedIoThreads = dedicatedIoThreads });
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = Enumerable.Range(0, 10).Select(_ => connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None).AsTask()).ToArray();
        foreach (var _ in asked) await link.NextAsync();

        if (byReset) link.Reset();
        else link.Finish();

        foreach (var one in asked)
        {
            using var reply = await Await.Value(one, "the end of a request");
            Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Sent), (reply.Status, reply.Phase));
            Assert.Same(connection.CloseReason, reply.Cause);
        }

        await Await.Fact(client.Closed, "the owner's news");
        Assert.Equal(1, client.ClosedCalls);
        Assert.IsType<CqlConnectionException>(connection.CloseReason);
        using var refused = await Await.Value(connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None), "the refusal");
        Assert.Equal((ReplyStatus.NotOpen, CqlPhase.Queued), (refused.Status, refused.Phase));
    }

    [Fact]
    public async Task Ends_what_no_send_had_taken_yet_as_not_sent()
    {
        await using var transport = new StuckTransport();
        await using var client = new Client();
        var connection = new CqlConnection(transport.Link(), client.Settings, client.Services);
        connection.Start();
        connection.HandTo(client);
        var first = connection.SendAsync(Client.Query("in the buffer that is being written"), client.In(30), CancellationToken.None).AsTask();
        await Await.Fact(transport.WriteBegan, "the first write");
        var second = connection.SendAsync(Client.Query("in the next buffer"), client.In(30), CancellationToken.None).AsTask();
        var large = connection.SendAsync(Client.Query(new string('x', 200_000)), client.In(30), CancellationToken.None).AsTask();
        var late = connection.SendAsync(Client.Query("given up"), client.In(0.001), CancellationToken.None).AsTask();
        using var givenUp = await Await.Value(late, "the timeout of a request in a buffer");

        transport.Break();

        using var firstReply = await Await.Value(first, "the first end");
        using var secondReply = await Await.Value(second, "the second end");
        using var largeReply = await Await.Value(large, "the end of the large one");
        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Sent), (firstReply.Status, firstReply.Phase));
        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Queued), (secondReply.Status, secondReply.Phase));
        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Queued), (largeReply.Status, largeReply.Phase));
        Assert.Equal((ReplyStatus.TimedOut, CqlPhase.Sent), (givenUp.Status, givenUp.Phase));
    }

    [Theory]
    [InlineData("header")]
    [InlineData("payload")]
    public async Task Follows_from_a_wrong_checksum(string where)
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var request = await link.NextAsync();

        var segment = Wire.Segments(link.Answer(request, Opcode.Result, Wire.Void));
        segment[where == "header" ? 4 : 10] ^= 1;
        await link.SendRawAsync(segment);
        using var reply = await Await.Value(asked, "the end of the request");

        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Sent), (reply.Status, reply.Phase));
        Assert.IsType<CqlProtocolException>(connection.CloseReason);
    }

    [Fact]
    public async Task Follows_from_an_answer_that_nobody_asked_for()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var right = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var lost = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var request = await link.NextAsync();
        await link.NextAsync();

        await link.SendAsync(
            link.Answer(request, Opcode.Result, Wire.Void), Wire.Envelope(CqlProtocolVersion.V5, 77, Opcode.Result, Wire.Void));
        using var rightReply = await Await.Value(right, "the right answer");
        using var lostReply = await Await.Value(lost, "the end of the other");

        Assert.Equal(ReplyStatus.Answered, rightReply.Status);
        Assert.Equal(ReplyStatus.ConnectionLost, lostReply.Status);
        Assert.IsType<CqlProtocolException>(connection.CloseReason);
    }

    [Fact]
    public async Task In_the_middle_of_an_answer_loses_that_answer()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var request = await link.NextAsync();

        await link.SendRawAsync(Wire.Segments(link.Answer(request, Opcode.Result, Wire.Void))[..^3]);
        link.Finish();
        using var reply = await Await.Value(asked, "the end of the request");

        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Sent), (reply.Status, reply.Phase));
    }

    [Fact]
    public async Task Comes_not_from_answers_cut_at_every_byte()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var first = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var second = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        byte[] bytes =
        [
            .. Wire.Segments(link.Answer(await link.NextAsync(), Opcode.Result, Wire.Void)),
            .. Wire.Segments(link.Answer(await link.NextAsync(), Opcode.Result, Wire.Void)),
        ];

        foreach (var one in bytes) await link.SendRawAsync([one]);

        using var firstReply = await Await.Value(first, "the first answer");
        using var secondReply = await Await.Value(second, "the second answer");
        Assert.Equal((ReplyStatus.Answered, ReplyStatus.Answered), (firstReply.Status, secondReply.Status));
    }
}
