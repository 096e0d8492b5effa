using EventAdmin.Cql.Connections;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Alone, since it counts what the process allocates.</summary>
[Collection(nameof(A_starved_thread_pool))]
public sealed class Completing_a_request
{
    private const int Rounds = 400;
    private const int Together = 64;

    [Fact]
    public async Task Allocates_next_to_nothing()
    {
        await using var server = new BlockingServer();
        await using var client = new Client();
        var connection = await client.ConnectAsync(server.Target);
        var query = Client.Query();
        await RunAsync();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync();
        var perRequest = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Rounds * Together);

        // The server's arrays and the tasks of this test are counted too: some 400 bytes.
        Assert.InRange(perRequest, 0, 1000);

        Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Together).Select(_ => AskAgainAndAgainAsync()));

        async Task AskAgainAndAgainAsync()
        {
            for (var round = 0; round < Rounds; round++)
                (await connection.SendAsync(query, client.In(30), CancellationToken.None)).Dispose();
        }
    }

    [Fact]
    public async Task Refuses_a_second_await_of_the_same_task()
    {
        await using var server = new BlockingServer();
        await using var client = new Client();
        var connection = await client.ConnectAsync(server.Target);

        var asked = connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);
        (await asked).Dispose();
        using var next = await connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await asked);
    }

    [Fact]
    public async Task Never_runs_its_caller_on_the_read_loop()
    {
        await using var server = new BlockingServer();
        await using var client = new Client(new ConnectionSettings { DedicatedIoThreads = true });
        var connection = await client.ConnectAsync(server.Target);

        Assert.True(await IsNextReadWhileThisBlocksAsync(connection, client.In(30)));
    }

    private static async Task<bool> IsNextReadWhileThisBlocksAsync(CqlConnection connection, Deadline deadline)
    {
        using var first = await connection.SendAsync(Client.Query(), deadline, CancellationToken.None).ConfigureAwait(false);
        var second = connection.SendAsync(Client.Query(), deadline, CancellationToken.None).AsTask();
        return SpinWait.SpinUntil(() => second.IsCompletedSuccessfully, TimeSpan.FromSeconds(30));
    }
}
