using System.Diagnostics.Tracing;
using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Alone, since the shared pool's books are those of the whole process.</summary>
[Collection(nameof(A_starved_thread_pool))]
public sealed class Buffers_of_a_connection
{
    private const int Requests = 300;

    // What connections, peers and the framework hold at the end and did not at the beginning, or the other way round.
    private const int Slack = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Go_back_to_the_pool_whether_answered_abandoned_or_lost(bool isReset)
    {
        using var books = new PoolBooks();
        await using (var peer = new Peer())
        await using (var client = new Client())
        {
            var (connection, link) = await client.ConnectBothAsync(peer);
            for (var count = 0; count < Requests; count++) await AskAsync(client, connection, link, count);
            Assert.InRange(books.Out, -Slack, Slack);

            var lost = Enumerable.Range(0, 50)
                .Select(count => connection.SendAsync(Client.Query(new string('x', count * 3000)), client.In(30), CancellationToken.None).AsTask()).ToArray();
            if (isReset) link.Reset();
            else connection.Close(reason: null);
            foreach (var reply in await Await.Value(Task.WhenAll(lost), "the ends of all requests")) reply.Dispose();
        }

        Assert.InRange(books.Out, -Slack, Slack);
    }

    private static async Task AskAsync(Client client, CqlConnection connection, PeerLink link, int count)
    {
        using var giving = new CancellationTokenSource();
        var size = count % 30 == 0 ? 200_000 : count;
        var asked = connection.SendAsync(Client.Query(new string('x', size)), client.In(30), giving.Token);
        var request = await link.NextAsync();
        if (count % 3 == 0) await giving.CancelAsync();
        await link.AnswerAsync(request, [.. Wire.Void, .. new byte[size]]);
        await link.SendAsync(Wire.Envelope(
            CqlProtocolVersion.V5, -1, Opcode.Notice, [.. Wire.String("STATUS_CHANGE"), .. Wire.String("UP"), 4, 127, 0, 0, 1, .. Wire.Int32(1)]));
        using var reply = await Await.Value(asked, "the end of a request");
        await client.NextNoticeAsync();
    }

    /// <summary>Counts what the shared pool of byte arrays has out.</summary>
    private sealed class PoolBooks : EventListener
    {
        private const int Rented = 1;
        private const int Returned = 3;
        private int _out;

        public int Out => Volatile.Read(ref _out);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Buffers.ArrayPoolEventSource") EnableEvents(eventSource, EventLevel.Verbose);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventId == Rented) Interlocked.Increment(ref _out);
            else if (eventData.EventId == Returned) Interlocked.Decrement(ref _out);
        }
    }
}
