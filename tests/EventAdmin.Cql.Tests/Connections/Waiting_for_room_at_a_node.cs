using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Waiting_for_room_at_a_node : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionServices _services;

    public Waiting_for_room_at_a_node() => _services = new ConnectionServices(_time, NullLogger.Instance);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Is_first_come_first_served()
    {
        using var queue = new RequestQueue(_services, countMax: 10, static () => false);
        var waiting = Enumerable.Range(0, 5).Select(_ => queue.WaitAsync(In(1), CancellationToken.None).AsTask()).ToArray();
        Assert.Equal(5, queue.Count);

        queue.Signal(2);
        Assert.Equal(QueueOutcome.Granted, await Await.Value(waiting[0], "the first"));
        Assert.Equal(QueueOutcome.Granted, await Await.Value(waiting[1], "the second"));
        Assert.Equal(3, queue.Count);
        queue.Signal(3);

        Assert.All(await Await.Value(Task.WhenAll(waiting), "all"), outcome => Assert.Equal(QueueOutcome.Granted, outcome));
    }

    [Fact]
    public async Task Is_refused_at_once_when_the_queue_is_full()
    {
        using var queue = new RequestQueue(_services, countMax: 2, static () => false);
        var first = queue.WaitAsync(In(1), CancellationToken.None);
        var second = queue.WaitAsync(In(1), CancellationToken.None);

        var third = queue.WaitAsync(In(1), CancellationToken.None);

        Assert.True(third.IsCompleted);
        Assert.Equal(QueueOutcome.Full, await third);
        queue.Signal(2);
        Assert.Equal((QueueOutcome.Granted, QueueOutcome.Granted), (await Await.Value(first, "the first"), await Await.Value(second, "the second")));
    }

    [Fact]
    public async Task Ends_with_the_deadline_and_gives_its_place_up()
    {
        using var queue = new RequestQueue(_services, countMax: 10, static () => false);
        var patient = queue.WaitAsync(In(10), CancellationToken.None);
        var impatient = queue.WaitAsync(In(0.05), CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(0.05));

        Assert.Equal(QueueOutcome.TimedOut, await Await.Value(impatient, "the timeout"));
        Assert.Equal(1, queue.Count);
        queue.Dispose();
        Assert.Equal(QueueOutcome.Closed, await Await.Value(patient, "the end of the node"));
        Assert.Equal(QueueOutcome.Closed, await queue.WaitAsync(In(1), CancellationToken.None));
    }

    [Fact]
    public async Task Ends_when_the_caller_cancels()
    {
        using var queue = new RequestQueue(_services, countMax: 10, static () => false);
        using var cancelling = new CancellationTokenSource();
        var waiting = queue.WaitAsync(In(10), cancelling.Token);

        await cancelling.CancelAsync();

        Assert.Equal(QueueOutcome.Cancelled, await Await.Value(waiting, "the end by cancellation"));
        Assert.Equal(QueueOutcome.Cancelled, await queue.WaitAsync(In(10), cancelling.Token));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Is_over_at_once_when_room_came_before_the_queue_was_reached()
    {
        using var queue = new RequestQueue(_services, countMax: 10, static () => true);

        Assert.Equal(QueueOutcome.Granted, await Await.Value(queue.WaitAsync(In(10), CancellationToken.None), "room"));
    }

    [Fact]
    public async Task Begins_when_the_ids_of_a_connection_are_taken_and_blocks_nobody()
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { InFlightMax = 4 });
        var (connection, link) = await client.ConnectBothAsync(peer);

        var asked = Enumerable.Range(0, 4).Select(_ => connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None).AsTask()).ToArray();

        await AssertBusyAsync(client, connection);
        for (var count = 0; count < 4; count++) await link.AnswerAsync(await link.NextAsync(), Wire.Void);
        foreach (var reply in await Await.Value(Task.WhenAll(asked), "the answers")) reply.Dispose();
        Assert.True(connection.HasRoom);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(90_000)]
    public async Task Begins_when_the_bytes_of_a_connection_are_taken_and_blocks_nobody(int length)
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { BytesInFlightMax = 100_000 });
        var (connection, link) = await client.ConnectBothAsync(peer);

        var asked = Enumerable.Range(0, 2)
            .Select(_ => connection.SendAsync(Client.Query(new string('x', length)), client.In(30), CancellationToken.None).AsTask()).ToArray();

        await AssertBusyAsync(client, connection);
        for (var count = 0; count < 2; count++) await link.AnswerAsync(await link.NextAsync(), Wire.Void);
        foreach (var reply in await Await.Value(Task.WhenAll(asked), "the answers")) reply.Dispose();
        Assert.True(connection.HasRoom);
    }

    private Deadline In(double seconds) => Deadline.After(_time, TimeSpan.FromSeconds(seconds));

    private static async Task AssertBusyAsync(Client client, CqlConnection connection)
    {
        Assert.False(connection.HasRoom);
        var refused = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        Assert.True(refused.IsCompleted);
        using var reply = await refused;
        Assert.Equal((ReplyStatus.Busy, CqlPhase.Queued), (reply.Status, reply.Phase));
    }
}
