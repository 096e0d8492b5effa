using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Draining_a_connection
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Waits_for_the_answers_and_takes_no_new_requests()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        var request = await link.NextAsync();

        var draining = connection.DrainAsync(Long, CancellationToken.None);
        using var refused = await Await.Value(connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None), "the refusal");
        Assert.Equal(ConnectionState.Draining, connection.State);
        Assert.False(draining.IsCompleted);
        await link.AnswerAsync(request, Wire.Void);
        await Await.Fact(draining, "the end of draining");
        using var reply = await Await.Value(asked, "the answer");

        Assert.Equal((ReplyStatus.NotOpen, CqlPhase.Queued), (refused.Status, refused.Phase));
        Assert.Equal(ReplyStatus.Answered, reply.Status);
        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Null(connection.CloseReason);
        await Await.Fact(client.Closed, "the owner's news");
    }

    [Fact]
    public async Task Does_not_wait_for_orphans()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, _) = await client.ConnectBothAsync(peer);
        using var late = await Await.Value(connection.SendAsync(Client.Query(), client.In(0.01), CancellationToken.None), "the timeout");

        await Await.Fact(connection.DrainAsync(Long, CancellationToken.None), "the end of draining");

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Ends_hard_when_the_time_is_up()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var peer = new Peer();
        await using var client = new Client(time: time);
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(60), CancellationToken.None);
        await link.NextAsync();

        var draining = connection.DrainAsync(TimeSpan.FromSeconds(4), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(draining.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Await.Fact(draining, "the end of draining");
        using var reply = await Await.Value(asked, "the end of the request");

        Assert.Equal((ReplyStatus.ConnectionLost, CqlPhase.Sent), (reply.Status, reply.Phase));
    }

    [Fact]
    public async Task Ends_hard_when_it_is_cancelled()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);
        var asked = connection.SendAsync(Client.Query(), client.In(60), CancellationToken.None);
        await link.NextAsync();
        using var cancelling = new CancellationTokenSource();

        var draining = connection.DrainAsync(Long, cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining);
        using var reply = await Await.Value(asked, "the end of the request");

        Assert.Equal(ReplyStatus.ConnectionLost, reply.Status);
    }
}
