using System.Text;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventAdmin.Web.Tests.Http;

/// <summary>What the tests of the feed share: appends, and reading until something came.</summary>
internal static class Following
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    public static FeedClient Client(Uri server) =>
        new(new FeedClientOptions { Server = server, RetryDelay = TimeSpan.FromMilliseconds(20) }, TimeProvider.System, NullLogger<FeedClient>.Instance);

    public static FeedClient Client(this ListeningHost host) => Client(host.Address);

    public static async Task<AppendOutcome.Appended> AppendAsync(
        this ListeningHost host, string stream, CancellationToken cancellationToken, string type = "Noted", string json = "{\"n\":1}", int count = 1)
    {
        var events = Enumerable.Range(0, count).Select(_ => NewEvent(type, Encoding.UTF8.GetBytes(json))).ToList();
        return Assert.IsType<AppendOutcome.Appended>(
            await host.Store.AppendAsync(StreamId.Parse(stream), ExpectedVersion.Any, events, cancellationToken));
    }

    public static NewEvent NewEvent(string type, byte[] data, string contentType = EventSourcing.Events.NewEvent.Json) =>
        new() { Id = EventId.New(TimeProvider.System), Type = type, Data = data, ContentType = contentType };

    /// <summary>Reads until so many events came; each envelope is shown to <paramref name="see"/>.</summary>
    public static async Task<List<FeedEvent>> ReadAsync(
        this FeedClient client, FeedSubscriptionRequest request, int count, CancellationToken cancellationToken, Action<FeedEnvelope>? see = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeMax);
        var events = new List<FeedEvent>();
        try
        {
            await foreach (var envelope in client.SubscribeAsync(request, deadline.Token))
            {
                events.AddRange(envelope.Events);
                see?.Invoke(envelope);
                if (events.Count >= count)
                    break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"{events.Count} of {count} events came in {TimeMax}.");
        }

        return events;
    }
}
