using System.Text;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Tests.Hosting;
using EventAdmin.Web.Tests.Http;

namespace EventAdmin.Web.Tests.Api;

public sealed class Following_by_server_sent_events(ListeningHost host, ITestOutputHelper output) : IClassFixture<ListeningHost>
{
    private const int Kills = 100;
    private const int Writers = 3;
    private const int AppendsAhead = 60;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Catches_up_and_then_goes_on_live()
    {
        await host.AppendAsync("live-1", CancellationToken, count: 2);
        await using var curl = CurlFollower.Start(host.Address, "?after=start&stream=live-1");

        var seen = new List<long>();
        while (seen.Count < 3)
        {
            var message = await ReadAsync(curl);
            if (message.Event is { } e)
                seen.Add(e.Version);
            else if (message.Progress is { IsCaughtUp: true } && seen.Count == 2)
                await host.AppendAsync("live-1", CancellationToken);
        }

        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public async Task Without_a_position_begins_at_the_end_and_says_where_that_is()
    {
        var before = await host.AppendAsync("from-1", CancellationToken);
        await using var curl = CurlFollower.Start(host.Address, "?stream=from-1");

        var first = await ReadAsync(curl);
        await host.AppendAsync("from-1", CancellationToken);
        SentMessage next;
        while ((next = await ReadAsync(curl)).Event is null)
            Assert.NotNull(next.Progress);

        Assert.True(first.Progress is { IsCaughtUp: true });
        Assert.Equal(1, next.Event.Version);
        Assert.NotEqual(before.Position.ToString(), next.Id);
    }

    [Theory]
    [InlineData("{\"id\":9007199254740993,\n \"rate\":0.1000000000000000055}")]
    [InlineData("{\r\n\"windows\":1.0}")]
    [InlineData("\"line\\nbreak data: event: é\"")]
    public async Task Delivers_data_byte_for_byte(string json)
    {
        var stream = $"ssex-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await host.AppendAsync(stream, CancellationToken, json: json);
        await using var curl = CurlFollower.Start(host.Address, $"?after=start&stream={stream}");

        var message = await ReadAsync(curl);

        Assert.Equal(json, Encoding.UTF8.GetString(message.Event!.GetData()));
        Assert.Equal(message.Id, message.Event.Position);
    }

    [Fact]
    public async Task Of_a_category_and_types_delivers_what_has_both()
    {
        await host.AppendAsync("sse-1", CancellationToken, type: "Placed");
        await host.AppendAsync("other-1", CancellationToken, type: "Paid");
        await host.AppendAsync("sse-2", CancellationToken, type: "Paid");
        await host.AppendAsync("sse-3", CancellationToken, type: "Sent");
        await using var curl = CurlFollower.Start(host.Address, "?after=start&category=sse&types=Paid,Sent");

        Assert.Equal("sse-2", (await ReadAsync(curl)).Event!.Stream);
        Assert.Equal("sse-3", (await ReadAsync(curl)).Event!.Stream);
    }

    [Fact]
    public async Task The_last_id_is_stronger_than_the_address()
    {
        await host.AppendAsync("again-1", CancellationToken);
        var last = await host.AppendAsync("again-1", CancellationToken);
        await host.AppendAsync("again-1", CancellationToken);
        await using var curl = CurlFollower.Start(host.Address, "?after=start&stream=again-1", last.Position.ToString());

        Assert.Equal(2, (await ReadAsync(curl)).Event!.Version);
    }

    [Fact]
    public async Task A_last_id_of_another_store_is_refused()
    {
        using var api = new ApiCaller(host.Address);

        var reply = await api.GetAsync("/api/feed/live", (ApiHeaders.LastEventId, "p:999999999"));

        reply.AssertIs(400, "invalid-request");
        Assert.Equal(ApiHeaders.LastEventId, reply.Problem.Parameter);
    }

    [Fact]
    public async Task Killed_and_resumed_a_hundred_times_at_random_misses_and_repeats_nothing()
    {
        var seed = TimeProvider.System.GetUtcNow().Microsecond;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        var start = await host.Store.Storage.FindFeedHeadAsync(CancellationToken);
        // As fast as the store takes them the writers would outrun the reader for ever.
        using var allowed = new SemaphoreSlim(AppendsAhead);
        var appending = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => AppendUntilAsync(writer, allowed, ending.Token)));

        var seen = new List<(string Position, string Stream, long Version)>();
        var last = start.ToString();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var curl = CurlFollower.Start(host.Address, "?category=killed", last);
            for (var left = random.Next(1, 12); left > 0; left--)
            {
                last = See(seen, await ReadAsync(curl));
                allowed.Release();
            }
        }

        await ending.CancelAsync();
        await appending;
        await using (var curl = CurlFollower.Start(host.Address, "?category=killed", last))
        {
            SentMessage message;
            do
            {
                message = await ReadAsync(curl);
                See(seen, message);
            }
            while (message.Progress is not { IsCaughtUp: true });
        }

        var stored = await host.Store.ReadFeedAsync(start, new FeedFilter { Category = "killed" }, CancellationToken).ToListAsync(CancellationToken);
        Assert.True(stored.Count > Kills, $"Expected more events than kills, got {stored.Count}.");
        Assert.Equal(stored.Select(e => (e.Position.ToString(), e.Stream.Value, e.Version.Value)), seen);
    }

    [Fact]
    public async Task A_reader_that_stops_for_a_while_gets_all_of_it_afterwards()
    {
        const int events = 1500;
        await using var reader = await StallingReader.ConnectAsync(host.Address, "/api/feed/live?after=now&category=stalled", CancellationToken);
        await reader.ReadUntilAsync("\"isCaughtUp\":true", CancellationToken);

        // Much more than the sockets and the feed's buffer hold.
        var json = $$"""{"filling":"{{new string('x', 16 * 1024)}}"}""";
        for (var i = 0; i < events / 10; i++)
            await host.AppendAsync($"stalled-{i % 3}", CancellationToken, json: json, count: 10);
        var versions = await reader.ReadVersionsAsync(events, CancellationToken);

        Assert.Equal(events, versions.Count);
        foreach (var stream in versions.GroupBy(place => place.Stream))
            Assert.Equal(Enumerable.Range(0, stream.Count()).Select(i => (long)i), stream.Select(place => place.Version));
    }

    private static string See(List<(string Position, string Stream, long Version)> seen, SentMessage message)
    {
        if (message.Event is { } e)
            seen.Add((e.Position, e.Stream, e.Version));
        return message.Id;
    }

    private static async Task<SentMessage> ReadAsync(CurlFollower curl) =>
        await curl.ReadAsync(CancellationToken) ?? throw new InvalidOperationException("Expected a message, the connection ended.");

    private async Task AppendUntilAsync(int writer, SemaphoreSlim allowed, CancellationToken ending)
    {
        try
        {
            for (var n = 0; ; n++)
            {
                await allowed.WaitAsync(ending);
                await host.AppendAsync($"{(n % 3 == 0 ? "spared" : "killed")}-{writer}", CancellationToken, json: $$"""{"n":{{n}}}""", count: 1 + (n % 4));
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader has seen enough.
        }
    }
}
