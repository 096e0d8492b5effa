using System.Text;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Http;

public sealed class Following_the_feed(ListeningHost host) : IClassFixture<ListeningHost>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_one_stream_delivers_its_events_alone()
    {
        await host.AppendAsync("alone-1", CancellationToken, count: 3);
        await host.AppendAsync("alone-2", CancellationToken, count: 2);

        var events = await host.Client().ReadAsync(new() { Stream = "alone-1", After = FeedSubscriptionRequest.Start }, 3, CancellationToken);

        Assert.Equal([("alone-1", 0), ("alone-1", 1), ("alone-1", 2)], events.Select(e => (e.Stream, e.Version)));
    }

    [Fact]
    public async Task Of_a_category_and_a_type_delivers_what_has_both()
    {
        await host.AppendAsync("order-1", CancellationToken, type: "Placed");
        await host.AppendAsync("order-2", CancellationToken, type: "Paid");
        await host.AppendAsync("basket-1", CancellationToken, type: "Paid");
        await host.AppendAsync("order-3", CancellationToken, type: "Paid");

        var events = await host.Client().ReadAsync(
            new() { Category = "order", Types = ["Paid"], After = FeedSubscriptionRequest.Start }, 2, CancellationToken);

        Assert.Equal(["order-2", "order-3"], events.Select(e => e.Stream));
    }

    [Fact]
    public async Task From_a_position_delivers_what_comes_after_it()
    {
        var before = await host.AppendAsync("after-1", CancellationToken);
        await host.AppendAsync("after-1", CancellationToken, count: 2);

        var events = await host.Client().ReadAsync(new() { Stream = "after-1", After = before.Position.ToString() }, 2, CancellationToken);

        Assert.Equal([1, 2], events.Select(e => e.Version));
    }

    [Fact]
    public async Task From_now_delivers_only_what_comes_later()
    {
        await host.AppendAsync("later-1", CancellationToken);
        Task? append = null;

        var events = await host.Client().ReadAsync(
            new() { Stream = "later-1", After = FeedSubscriptionRequest.Now },
            1,
            CancellationToken,
            envelope => append ??= envelope.IsCaughtUp ? host.AppendAsync("later-1", CancellationToken) : null);

        Assert.Equal([1], events.Select(e => e.Version));
        await append!;
    }

    [Theory]
    [InlineData("{\"id\":9007199254740993,\"rate\":0.1000000000000000055,\"one\":1.0,\"e\":1E+2}")]
    [InlineData("{ \"b\" : 1,\n  \"a\" : \"\\u00e9 é <script> \\\" \" }")]
    [InlineData("[9223372036854775807, -0, \"\U0001F600\"]")]
    public async Task Delivers_data_byte_for_byte(string json)
    {
        var stream = $"exact-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await host.AppendAsync(stream, CancellationToken, json: json);

        var events = await host.Client().ReadAsync(new() { Stream = stream, After = FeedSubscriptionRequest.Start }, 1, CancellationToken);

        Assert.Equal(Encoding.UTF8.GetBytes(json), events[0].GetData());
    }

    [Fact]
    public async Task Delivers_data_that_are_no_text()
    {
        byte[] data = [0xFF, 0x00, 0xFE, 0x80];
        await host.Store.AppendAsync(
            StreamId.Parse("binary-1"), ExpectedVersion.Any, [Following.NewEvent("Blob", data, "application/octet-stream")], CancellationToken);

        var events = await host.Client().ReadAsync(new() { Stream = "binary-1", After = FeedSubscriptionRequest.Start }, 1, CancellationToken);

        Assert.Equal(data, events[0].GetData());
    }

    [Fact]
    public async Task Divides_a_large_batch_into_envelopes_that_resume_where_they_end()
    {
        var large = $"\"{new string('x', 200_000)}\"";
        await host.AppendAsync("large-1", CancellationToken, json: large, count: 12);
        var positions = new List<string>();

        var events = await host.Client().ReadAsync(
            new() { Stream = "large-1", After = FeedSubscriptionRequest.Start }, 12, CancellationToken, envelope => positions.Add(envelope.Position));
        var again = await host.Client().ReadAsync(new() { Stream = "large-1", After = positions[0] }, 12 - 2, CancellationToken);

        Assert.Equal(Enumerable.Range(0, 12).Select(n => (long)n), events.Select(e => e.Version));
        Assert.Equal(Enumerable.Range(2, 10).Select(n => (long)n), again.Select(e => e.Version));
    }

    [Theory]
    [InlineData("p:999999999", null, "another store")]
    [InlineData("yesterday", null, "no position")]
    [InlineData("start", "-1", "category")]
    public async Task Is_refused_with_the_reason(string after, string? stream, string reason)
    {
        var refused = await Assert.ThrowsAsync<FeedRefusedException>(
            () => host.Client().ReadAsync(new() { After = after, Stream = stream }, 1, CancellationToken));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
