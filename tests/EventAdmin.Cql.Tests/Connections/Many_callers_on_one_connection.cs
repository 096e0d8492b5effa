using CsCheck;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

public sealed class Many_callers_on_one_connection
{
    /// <summary>
    /// Every request carries its own number and the peer answers with it, late, in any order, after the caller has given up: no caller may
    /// ever see another's number.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Never_get_anothers_answer_when_some_give_up(bool dedicatedIoThreads)
    {
        await using var peer = new Peer();
        await using var client = new Client(new ConnectionSettings { InFlightMax = 64, DedicatedIoThreads = dedicatedIoThreads });
        var (connection, link) = await client.ConnectBothAsync(peer);
        using var stopping = new CancellationTokenSource();
        var answering = AnswerInAnyOrderAsync(link, stopping.Token);

        var callers = Enumerable.Range(0, 16).Select(caller => Task.Run(() => CallAsync(client, connection, caller), TestContext.Current.CancellationToken));
        var statuses = (await Await.Value(Task.WhenAll(callers), "all callers")).SelectMany(one => one).ToList();
        await stopping.CancelAsync();
        await answering;

        Assert.Contains(ReplyStatus.Answered, statuses);
        Assert.Contains(ReplyStatus.Cancelled, statuses);
        Assert.All(statuses, status => Assert.True(status is ReplyStatus.Answered or ReplyStatus.Cancelled or ReplyStatus.Busy, $"{status}"));
        Assert.Equal(0, connection.InFlight);
        Assert.Null(connection.CloseReason);
    }

    [Fact]
    public async Task Leave_nothing_behind_when_all_was_answered()
    {
        await using var peer = new Peer(new PeerScript { Answer = Answer.Void });
        await using var client = new Client();
        var (connection, link) = await client.ConnectBothAsync(peer);

        await Gen.Int[1, 50].Array[20].SampleAsync(
            async bursts =>
            {
                foreach (var burst in bursts)
                {
                    var asked = Enumerable.Range(0, burst).Select(_ => connection.SendAsync(Client.Query(), client.In(30), CancellationToken.None).AsTask());
                    foreach (var reply in await Await.Value(Task.WhenAll(asked), "a burst's answers")) reply.Dispose();
                }
            },
            iter: 20,
            threads: 1);

        Assert.Equal((0, 0, 0), (connection.InFlight, connection.Orphans, connection.BytesInFlight));
        Assert.InRange(connection.Replies.Count, 1, 50);
        Assert.True(link.Received > 0);
    }

    private static async Task<List<ReplyStatus>> CallAsync(Client client, CqlConnection connection, int caller)
    {
        var statuses = new List<ReplyStatus>();
        for (var call = 0; call < 300; call++)
        {
            var number = caller * 1000 + call;
            using var giving = new CancellationTokenSource();
            var asked = connection.SendAsync(Client.Query($"{number}"), client.In(30), giving.Token);
            if (call % 3 == 0) await giving.CancelAsync();
            using var reply = await asked;
            statuses.Add(reply.Status);
            if (reply.Status == ReplyStatus.Answered) Assert.Equal(Wire.Int32(number), reply.Body.Span[4..].ToArray());
            else await Task.Yield();
        }

        return statuses;
    }

    private static async Task AnswerInAnyOrderAsync(PeerLink link, CancellationToken cancellationToken)
    {
        var random = new Random(20251);
        var held = new List<PeerRequest>();
        try
        {
            while (true)
            {
                held.Add(await link.NextUntilAsync(cancellationToken));
                while (held.Count < 8 && link.TryNext(out var more)) held.Add(more);
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(held));
                // While more requests wait some are held back; the last ones are not, or their callers would wait for ever.
                var now = held.Take(held.Count == 8 && link.HasMore ? 5 : held.Count).ToArray();
                held.RemoveRange(0, now.Length);
                await link.SendAsync([.. now.Select(one => link.Answer(one, Opcode.Result, [.. Wire.Void, .. Wire.Int32(int.Parse(one.Text, null))]))]);
            }
        }
        catch (OperationCanceledException)
        {
            // The callers are done.
        }
    }
}
