using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Testing.Network;
using EventAdmin.Web.Tests.Hosting;

namespace EventAdmin.Web.Tests.Http;

public sealed class Following_the_feed_through_cuts(ListeningHost host) : IClassFixture<ListeningHost>
{
    private const int Writers = 4;
    private const int AppendsEach = 250;
    private const int EventsEach = 2;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Misses_nothing_and_repeats_nothing_while_writers_append()
    {
        FeedSubscriptionRequest[] requests =
        [
            new() { After = FeedSubscriptionRequest.Start },
            new() { After = FeedSubscriptionRequest.Start, Category = "even" },
            new() { After = FeedSubscriptionRequest.Start, Stream = "odd-1" },
            new() { After = FeedSubscriptionRequest.Start, Types = ["Third"] },
        ];
        var reads = requests.Select(ReadThroughCutsAsync).ToList();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(WriteAsync));

        var stored = await host.Store.ReadFeedAsync(FeedPosition.Start, FeedFilter.None, CancellationToken).ToListAsync(CancellationToken);
        Assert.Equal(Writers * AppendsEach * EventsEach, stored.Count);
        var delivered = await Task.WhenAll(reads);
        for (var i = 0; i < requests.Length; i++)
        {
            Assert.Equal(stored.Where(e => IsAsked(requests[i], e)).Select(e => e.Id.Value), delivered[i].Events.Select(e => e.Id));
            Assert.True(delivered[i].Cuts > 1, $"The connection of reader {i} was cut {delivered[i].Cuts} times.");
        }
    }

    private static bool IsAsked(FeedSubscriptionRequest request, RecordedEvent e) =>
        (request.Category is null || e.Stream.Category == request.Category)
        && (request.Stream is null || e.Stream.Value == request.Stream)
        && (request.Types.Count == 0 || request.Types.Contains(e.Type));

    private async Task WriteAsync(int writer)
    {
        for (var n = 0; n < AppendsEach; n++)
        {
            var stream = $"{(n % 2 == 0 ? "even" : "odd")}-{n % 4}";
            await host.AppendAsync(stream, CancellationToken, type: n % 3 == 0 ? "Third" : "Other", json: $"{{\"writer\":{writer}}}", count: EventsEach);
        }
    }

    private async Task<(List<FeedEvent> Events, int Cuts)> ReadThroughCutsAsync(FeedSubscriptionRequest request)
    {
        await using var proxy = new CuttableProxy(host.Address);
        var expected = Enumerable.Range(0, AppendsEach).Count(n =>
            (request.Category is null || n % 2 == 0) && (request.Stream is null || n % 4 == 1) && (request.Types.Count == 0 || n % 3 == 0)) * Writers * EventsEach;
        var envelopes = 0;
        var events = await Following.Client(proxy.Address).ReadAsync(request, expected, CancellationToken, _ =>
        {
            // What comes within a few milliseconds comes in one envelope, so there are not many.
            if (envelopes++ % 2 == 1)
                proxy.Cut();
        });
        return (events, proxy.Cuts);
    }
}
