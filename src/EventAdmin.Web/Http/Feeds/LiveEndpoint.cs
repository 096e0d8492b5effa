using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Http.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace EventAdmin.Web.Http.Feeds;

/// <summary>The feed as server-sent events: catch-up from a position, then live, for as long as the caller stays.</summary>
internal static class LiveEndpoint
{
    private const string MediaType = "text/event-stream";

    private const string Sample = """
        id: p:1
        event: event
        data: {"id":"0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11","stream":"order-1","version":0,"position":"p:1","type":"OrderPlaced","data":{"total":12.50}}

        id: p:1
        event: progress
        data: {"position":"p:1","isCaughtUp":true}


        """;

    // A caller who stops to read keeps its place for a minute; then its connection is given up, and it resumes where it was.
    private static readonly MinDataRate PatienceWithSlowReaders = new(bytesPerSecond: 1, gracePeriod: TimeSpan.FromMinutes(1));

    private static readonly ApiParameter LastEventId = ApiParameter.InHeader(
        ApiHeaders.LastEventId, "The id of the last message that was handled; stronger than `after`. Browsers and other readers send it by themselves when they connect again.", "p:1");

    public static void MapLive(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/feed/live", AnswerAsync).Describe(new ApiOperation
    {
        Id = "followFeed",
        Subject = "Feed",
        Summary = "Follow the feed live",
        Description = "Server-sent events without end: first what came after the position, then what comes. A message named `event` has a FeedEvent as its data, one named `progress` "
            + "tells the position when events were passed over or the end was reached. The `id` of each is the position to resume after: nothing is missed and nothing comes twice. "
            + "A comment comes when nothing else did for 15 seconds. Without a position it begins at the end of the feed.",
        Parameters = [ApiParameters.AfterPosition, LastEventId, ApiParameters.OnlyStream, ApiParameters.Category, ApiParameters.Types],
        Answers = [new ApiAnswer(200, "The messages.", new ApiContent(MediaType, typeof(string), Sample))],
        Problems = [406],
    });

    private static async Task AnswerAsync(
        HttpContext context, EventFeed feed, IEventReader reader, LiveReaders readers, LiveWriterFactory writers, IHostApplicationLifetime lifetime)
    {
        var request = context.Request;
        Accepting.Choose(request, [MediaType]);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var head = await reader.FindFeedHeadAsync(ending.Token);
        var after = request.Headers[ApiHeaders.LastEventId] is { Count: > 0 } last
            ? ApiQuery.ParsePosition(last.ToString(), ApiHeaders.LastEventId, head)
            : ApiQuery.After(request, head) ?? head;
        var filter = new FeedFilter
        {
            Stream = ApiQuery.OnlyStream(request),
            Category = ApiQuery.Text(request, ApiParameters.Category),
            Types = ApiQuery.Types(request),
        };
        using var place = readers.TryEnter() ?? throw ApiQuery.Refuse(
            ProblemKind.Busy.With($"{LiveReaders.CountMax} readers follow the feed, as many as are served at once.", limit: "live readers"));
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = PatienceWithSlowReaders;
        using var subscription = feed.Subscribe(filter, after);
        await writers.For(context.Response).DeliverAsync(subscription, ending.Token);
    }
}
