using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Heartbeats
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Are_sent_after_ten_seconds_of_silence_and_an_answer_keeps_the_connection()
    {
        await using var peer = new Peer();
        await using var client = new Client(time: _time);
        var (connection, link) = await client.ConnectBothAsync(peer);

        for (var beats = 0; beats < 3; beats++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            var beat = await link.NextAsync();
            Assert.Equal(Opcode.Options, beat.Opcode);
            await link.SendAsync(link.Answer(beat, Opcode.Supported, [0, 0]));
            await RoundTrip(client, connection, link);
        }

        Assert.Equal(ConnectionState.Open, connection.State);
    }

    [Fact]
    public async Task That_stay_unanswered_for_five_seconds_close_the_connection_and_everything_in_flight_is_unknown()
    {
        await using var peer = new Peer();
        await using var client = new Client(time: _time);
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(60), CancellationToken.None);
        await link.NextAsync();

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Opcode.Options, (await link.NextAsync()).Opcode);
        Assert.Equal(ConnectionState.Open, connection.State);
        _time.Advance(TimeSpan.FromSeconds(5));
        using var reply = await Await.Value(asked, "the end of the request");

        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Sent), (reply.Status, reply.Phase));
        await Await.Fact(client.Closed, "the owner's news");
        Assert.IsType<CqlConnectionException>(connection.CloseReason);
    }

    [Fact]
    public async Task Are_not_sent_while_answers_come()
    {
        await using var peer = new Peer();
        await using var client = new Client(time: _time);
        var (connection, link) = await client.ConnectBothAsync(peer);

        for (var rounds = 0; rounds < 5; rounds++)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            await RoundTrip(client, connection, link);
        }

        Assert.Equal(5, link.Received);
    }

    [Fact]
    public async Task Are_sent_at_once_when_somebody_says_that_the_node_is_down()
    {
        await using var peer = new Peer();
        await using var client = new Client(time: _time);
        var (connection, link) = await client.ConnectBothAsync(peer);

        connection.CheckNow();

        Assert.Equal(Opcode.Options, (await link.NextAsync()).Opcode);
    }

    [Fact]
    public async Task Find_a_silent_node_also_when_no_id_is_left_to_ask_with()
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { InFlightMax = 1 }, _time);
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(600), CancellationToken.None);
        await link.NextAsync();

        _time.Advance(TimeSpan.FromSeconds(15));
        using var reply = await Await.Value(asked, "the end of the request");

        Assert.Equal(ReplyStatus.ConnectionLost, reply.Status);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    private static async Task RoundTrip(Client client, CqlConnection connection, PeerLink link)
    {
        var asked = connection.SendAsync(Client.Query("round trip"), client.In(60), CancellationToken.None);
        var request = await link.NextAsync();
        Assert.Equal("round trip", request.Text);
        await link.AnswerAsync(request, Wire.Void);
        using var reply = await Await.Value(asked, "the answer of a round trip");
        Assert.Equal(ReplyStatus.Answered, reply.Status);
    }
}
