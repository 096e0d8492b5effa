using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Features.Reading;

/// <summary>Events across streams for other programs: the feed in pages, and what belongs to one correlation.</summary>
internal static class FeedEndpoints
{
    private static readonly ApiParameter Correlation = ApiParameter.InPath(
        "id", "The correlation id, as its writer spelled it; written like a stream id where it has `/` or `%`.", "request-17");

    private static readonly ApiAnswer Page = new(
        200,
        "A page of events.",
        new ApiContent(Accepting.Json, typeof(FeedEventsPage), Samples.FeedPage),
        new ApiContent(ApiHeaders.CloudEventBatch, Type: null, Samples.Batch));

    public static void MapFeed(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead("/api/feed", AnswerFeedAsync).Describe(new ApiOperation
        {
            Id = "readFeed",
            Subject = "Feed",
            Summary = "Read the feed in pages",
            Description = "All events in order. Go on from `next` until `isEnd`; asking from there again later gives what came since. The system's streams are left out unless one is named.",
            Parameters =
            [
                ApiParameters.AfterPosition, ApiParameters.Direction, ApiParameters.Limit, ApiParameters.Category, ApiParameters.OnlyStream,
                ApiParameters.Types, ApiParameters.IfNoneMatch,
            ],
            Answers = [Page, StreamEndpoints.Unchanged],
            Problems = [406],
        });
        endpoints.MapRead("/api/correlations/{id}", AnswerCorrelationAsync).Describe(new ApiOperation
        {
            Id = "readCorrelation",
            Subject = "Feed",
            Summary = "Read the events of one correlation",
            Description = "What one request led to, over all streams, oldest first. An id that no event carries gives an empty page.",
            Parameters = [Correlation, ApiParameters.AfterPosition, ApiParameters.Limit, ApiParameters.IfNoneMatch],
            Answers = [Page, StreamEndpoints.Unchanged],
            Problems = [406],
        });
    }

    private static async Task<IResult> AnswerFeedAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        var head = await reading.FindFeedHeadAsync(cancellationToken);
        var direction = ApiQuery.Direction(request);
        var read = new FeedRead
        {
            After = ApiQuery.After(request, head),
            Direction = direction,
            CountMax = ApiQuery.Limit(request),
            Filter = new FeedFilter
            {
                Stream = ApiQuery.OnlyStream(request),
                Category = ApiQuery.Text(request, ApiParameters.Category),
                Types = ApiQuery.Types(request),
            },
        };
        return Answer(request, await reading.ReadFeedAsync(read, cancellationToken));
    }

    private static async Task<IResult> AnswerCorrelationAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        var segment = request.RouteValues[Correlation.Name]?.ToString();
        var id = AppUrls.ReadStreamSegment(segment)
            ?? throw ApiQuery.Invalid(Correlation.Name, "What follows '~' in the address is not the base64url of a text in UTF-8.");
        var head = await reading.FindFeedHeadAsync(cancellationToken);
        return Answer(request, await reading.ReadCorrelationAsync(id, ApiQuery.After(request, head), ApiQuery.Limit(request), cancellationToken));
    }

    private static EventsResult Answer(HttpRequest request, FeedPage page) => new()
    {
        Events = page.Events,
        Facts = $"{page.Next} {page.IsEnd}",
        NextUrl = page.IsEnd ? null : Links.With(request, ApiParameters.AfterPosition.Name, page.Next.ToString()),
        WriteFacts = writer =>
        {
            writer.WriteString("next"u8, page.Next.ToString());
            writer.WriteBoolean("isEnd"u8, page.IsEnd);
        },
    };
}
