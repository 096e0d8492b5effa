using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Giving_up_on_a_request
{
    [Fact]
    public async Task A_passed_deadline_leaves_an_orphan_until_the_late_answer_comes()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);

        using var late = await Await.Value(connection.SendAsync(Client.Query("late"), client.In(0.02), CancellationToken.None), "the timeout");
        var request = await link.NextAsync();

        Assert.Equal((ReplyStatus.TimedOut, CqlPhase.Sent), (late.Status, late.Phase));
        Assert.Equal((0, 1), (connection.InFlight, connection.Orphans));
        Assert.Equal(late.BytesSent, connection.BytesInFlight);

        var next = connection.SendAsync(Client.Query("next"), client.In(30), CancellationToken.None);
        var nextRequest = await link.NextAsync();
        Assert.NotEqual(request.Id, nextRequest.Id);
        await link.SendAsync(
            link.Answer(request, Opcode.Result, [.. Wire.Void, 1]), link.Answer(nextRequest, Opcode.Result, [.. Wire.Void, 2]));
        using var reply = await Await.Value(next, "the next answer");

        Assert.Equal(2, reply.Body.Span[4]);
        Assert.Equal((0, 0, 0), (connection.InFlight, connection.Orphans, connection.BytesInFlight));
    }

    [Fact]
    public async Task A_deadline_that_is_over_already_sends_nothing()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);

        using var reply = await Await.Value(connection.SendAsync(Client.Query(), client.In(0), CancellationToken.None), "the refusal");
        await RoundTrip(client, connection, link);

        Assert.Equal((ReplyStatus.TimedOut, CqlPhase.Queued), (reply.Status, reply.Phase));
        Assert.Equal((1, 0), (link.Received, connection.Orphans));
    }

    [Fact]
    public async Task A_cancelled_caller_waits_no_longer_and_leaves_an_orphan()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        using var cancelling = new CancellationTokenSource();

        var asked = connection.SendAsync(Client.Query(), client.In(30), cancelling.Token);
        var request = await link.NextAsync();
        await cancelling.CancelAsync();
        using var reply = await Await.Value(asked, "the end by cancellation");

        Assert.Equal((ReplyStatus.Cancelled, CqlPhase.Sent), (reply.Status, reply.Phase));
        Assert.Equal(1, connection.Orphans);
        await link.AnswerAsync(request, Wire.Void);
        await RoundTrip(client, connection, link);
        Assert.Equal(0, connection.Orphans);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_sends_nothing()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);

        using var reply = await Await.Value(
            connection.SendAsync(Client.Query(), client.In(30), new CancellationToken(canceled: true)), "the refusal");
        await RoundTrip(client, connection, link);

        Assert.Equal((ReplyStatus.Cancelled, CqlPhase.Queued), (reply.Status, reply.Phase));
        Assert.Equal(1, link.Received);
    }

    [Fact]
    public async Task Cancelling_after_the_answer_changes_nothing()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        using var cancelling = new CancellationTokenSource();

        var asked = connection.SendAsync(Client.Query("first"), client.In(30), cancelling.Token);
        await link.AnswerAsync(await link.NextAsync(), Wire.Void);
        using var reply = await Await.Value(asked, "the answer");
        var second = connection.SendAsync(Client.Query("second"), client.In(30), CancellationToken.None);
        await cancelling.CancelAsync();
        await link.AnswerAsync(await link.NextAsync(), Wire.Void);
        using var secondReply = await Await.Value(second, "the second answer");

        Assert.Equal((ReplyStatus.Answered, ReplyStatus.Answered), (reply.Status, secondReply.Status));
    }

    [Fact]
    public async Task More_orphans_than_a_quarter_of_the_ids_retire_the_connection_once_and_it_still_serves()
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { InFlightMax = 16 });
        var (connection, link) = await client.ConnectBothAsync(peer);

        for (var orphans = 1; orphans <= 4; orphans++) await OrphanOne(client, connection, link);
        Assert.Equal(ConnectionState.Open, connection.State);
        await OrphanOne(client, connection, link);
        await Await.Fact(client.Retired, "the retirement");

        Assert.Equal((ConnectionState.Retired, 5), (connection.State, connection.Orphans));
        await RoundTrip(client, connection, link);
    }

    [Fact]
    public async Task Waiting_callers_are_told_when_an_orphans_answer_makes_room()
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { InFlightMax = 1 });
        var (connection, link) = await client.ConnectBothAsync(peer);
        var freedBefore = client.Freed;
        var request = await OrphanOne(client, connection, link);

        using var busy = await Await.Value(connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None), "the refusal");
        await link.AnswerAsync(request, Wire.Void);
        await Await.Fact(client.HasBeenToldOfRoom(freedBefore), "room");

        Assert.Equal(ReplyStatus.Busy, busy.Status);
        Assert.True(connection.HasRoom);
    }

    private static async Task<PeerRequest> OrphanOne(Client client, CqlConnection connection, PeerLink link)
    {
        using var cancelling = new CancellationTokenSource();
        var asked = connection.SendAsync(Client.Query(), client.In(30), cancelling.Token);
        var request = await link.NextAsync();
        await cancelling.CancelAsync();
        using var reply = await Await.Value(asked, "the end by cancellation");
        Assert.Equal(ReplyStatus.Cancelled, reply.Status);
        return request;
    }

    private static async Task RoundTrip(Client client, CqlConnection connection, PeerLink link)
    {
        var asked = connection.SendAsync(Client.Query("round trip"), client.In(30), CancellationToken.None);
        await link.AnswerAsync(await link.NextAsync(), Wire.Void);
        using var reply = await Await.Value(asked, "the answer of a round trip");
        Assert.Equal(ReplyStatus.Answered, reply.Status);
    }
}
