using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Alone, since it takes all threads of the pool away from every other test.</summary>
[Collection(nameof(A_starved_thread_pool))]
[CollectionDefinition(nameof(A_starved_thread_pool), DisableParallelization = true)]
public sealed class A_starved_thread_pool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Does_not_hold_up_a_timeout_nor_what_follows_it()
    {
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, _) = await client.ConnectBothAsync(peer);

        using (var pool = new BlockedPool())
        {
            AwaitStarvation(client);
            var outcome = OnOwnThread(() => WaitAsync(connection.SendAsync(Client.Query(), client.In(0.1), CancellationToken.None)));

            Assert.Equal((ReplyStatus.TimedOut, CqlPhase.Sent), outcome);
            Assert.True(pool.IsHeld);
        }

        Assert.Equal(1, connection.Orphans);
    }

    [Fact]
    public async Task Does_not_hold_up_answers_on_dedicated_threads()
    {
        await using var server = new BlockingServer();
        await using var client = new Client(new ConnectionSettings { DedicatedIoThreads = true });
        var connection = await client.ConnectAsync(server.Target);

        using var pool = new BlockedPool();
        AwaitStarvation(client);
        for (var count = 0; count < 20; count++)
        {
            var outcome = OnOwnThread(() => WaitAsync(connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None)));
            Assert.Equal((ReplyStatus.Answered, CqlPhase.Answered), outcome);
        }

        Assert.True(pool.IsHeld);
    }

    [Fact]
    public async Task Gets_back_what_waits_behind_callers_that_block_our_own_threads()
    {
        const int ownThreads = 8;
        const int callers = ownThreads + 4;
        await using var peer = new Peer();
        await using var client = new Client();
        var (connection, _) = await client.ConnectBothAsync(peer);
        using var gate = new ManualResetEventSlim();
        using var reached = new CountdownEvent(callers);

        using (new BlockedPool())
        {
            AwaitStarvation(client);
            var deadline = client.In(0.1);
            for (var count = 0; count < callers; count++)
                _ = BlockAfterAsync(connection.SendAsync(Client.Query(), deadline, CancellationToken.None), reached, gate);
            Assert.True(
                SpinWait.SpinUntil(() => reached.CurrentCount == callers - ownThreads, Patience),
                $"{callers - reached.CurrentCount} callers ran while the pool was starved.");
        }

        Assert.True(reached.Wait(Patience, TestContext.Current.CancellationToken), $"{reached.CurrentCount} callers were never run.");
        gate.Set();
    }

    private static async Task BlockAfterAsync(ValueTask<CqlReply> asked, CountdownEvent reached, ManualResetEventSlim gate)
    {
        using var reply = await asked.ConfigureAwait(false);
        reached.Signal();
        gate.Wait();
    }

    private static async Task<(ReplyStatus, CqlPhase)> WaitAsync(ValueTask<CqlReply> asked)
    {
        using var reply = await asked.ConfigureAwait(false);
        return (reply.Status, reply.Phase);
    }

    private static void AwaitStarvation(Client client) =>
        Assert.True(SpinWait.SpinUntil(() => client.Services.Threads.IsStarved, Patience), "The pool was not seen to be starved.");

    /// <summary>Runs and waits on a thread that is not the pool's.</summary>
    private static T OnOwnThread<T>(Func<Task<T>> run)
    {
        Task<T>? task = null;
        var thread = new Thread(() => SpinWait.SpinUntil(() => (task ??= run()).IsCompleted, Patience));
        thread.UnsafeStart();
        thread.Join();
        Assert.True(task!.IsCompletedSuccessfully, "It waited for a pool thread.");
#pragma warning disable VSTHRD002 // It is completed.
        return task.Result;
#pragma warning restore VSTHRD002
    }
}
