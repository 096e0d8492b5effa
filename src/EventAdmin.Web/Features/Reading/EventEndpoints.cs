using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Http.Api;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Features.Reading;

/// <summary>One event for other programs, by its place or by its id, and its data alone.</summary>
internal static class EventEndpoints
{
    private static readonly ApiParameter Version = ApiParameter.InPath("version", "The event's version in the stream, from 0.", "0");
    private static readonly ApiParameter Id = ApiParameter.InPath("eventId", "The event's id, a GUID.", "0199c2a4-6f1e-7c3a-9d53-2f2b6f0e8a11");
    private static readonly ApiParameter Skip = ApiParameter.InQuery("from", "Skips so many bytes; for callers who can't send a Range.", "4") with
    {
        Number = (0, int.MaxValue, 0),
    };

    private static readonly ApiParameter Range = ApiParameter.InHeader("Range", "Which bytes; several ranges are answered with the whole.", "bytes=0-1023");

    private static readonly ApiAnswer[] One =
    [
        new(
            200,
            "The event.",
            new ApiContent(Accepting.Json, typeof(FeedEvent), Samples.Event),
            new ApiContent(ApiHeaders.CloudEvent, Type: null, Samples.CloudEvent)),
        StreamEndpoints.Unchanged,
    ];

    private static readonly ApiAnswer[] Data =
    [
        new(200, "The data.", PayloadResult.Forms),
        new(206, "The bytes asked for.", PayloadResult.Forms),
        StreamEndpoints.Unchanged,
    ];

    public static void MapEvents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead("/api/streams/{stream}/events/{version}", AnswerByVersionAsync).Describe(new ApiOperation
        {
            Id = "getEventByVersion",
            Subject = "Events",
            Summary = "One event by its place",
            Description = "An event never changes, so its ETag holds for ever.",
            Parameters = [ApiParameters.Stream, Version, ApiParameters.IfNoneMatch],
            Answers = One,
            Problems = [404, 406],
        });
        endpoints.MapRead("/api/events/{eventId}", AnswerByIdAsync).Describe(new ApiOperation
        {
            Id = "getEventById",
            Subject = "Events",
            Summary = "One event by its id",
            Description = "An event never changes, so its ETag holds for ever.",
            Parameters = [Id, ApiParameters.IfNoneMatch],
            Answers = One,
            Problems = [404, 406],
        });
        endpoints.MapRead("/api/streams/{stream}/events/{version}/payload", AnswerPayloadByVersionAsync).Describe(new ApiOperation
        {
            Id = "getPayloadByVersion",
            Subject = "Events",
            Summary = "The data of one event by its place",
            Description = "The bytes as they are stored, as a download. JSON says so; anything else is given as bytes, so that no browser runs it.",
            Parameters = [ApiParameters.Stream, Version, Skip, Range, ApiParameters.IfNoneMatch],
            Answers = Data,
            Problems = [404, 416],
        });
        endpoints.MapRead("/api/events/{eventId}/payload", AnswerPayloadByIdAsync).Describe(new ApiOperation
        {
            Id = "getPayloadById",
            Subject = "Events",
            Summary = "The data of one event by its id",
            Description = "As by its place.",
            Parameters = [Id, Skip, Range, ApiParameters.IfNoneMatch],
            Answers = Data,
            Problems = [404, 416],
        });
    }

    private static async Task<IResult> AnswerByVersionAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken) =>
        new EventResult(await FindByVersionAsync(request, reading, cancellationToken));

    private static async Task<IResult> AnswerByIdAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken) =>
        new EventResult(await FindByIdAsync(request, reading, cancellationToken));

    private static async Task<IResult> AnswerPayloadByVersionAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken) =>
        PayloadOf(request, await FindByVersionAsync(request, reading, cancellationToken));

    private static async Task<IResult> AnswerPayloadByIdAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken) =>
        PayloadOf(request, await FindByIdAsync(request, reading, cancellationToken));

    private static PayloadResult PayloadOf(HttpRequest request, RecordedEvent found)
    {
        var skip = ApiQuery.Number(request, Skip) ?? 0;
        return skip <= found.Data.Length
            ? new PayloadResult(found, (int)skip)
            : throw ApiQuery.Refuse(ProblemKind.RangeNotSatisfiable.With($"The data have {found.Data.Length} bytes; 'from' is {skip}.", Skip.Name));
    }

    private static async Task<RecordedEvent> FindByVersionAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        var (stream, version) = (ApiQuery.Stream(request), ApiQuery.Version(request));
        return await reading.FindEventAsync(stream, version, cancellationToken)
            ?? throw ApiQuery.Refuse(ProblemKind.EventNotFound.With($"There is no event {version} in stream {stream}.", stream: stream.Value));
    }

    private static async Task<RecordedEvent> FindByIdAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        var text = request.RouteValues[Id.Name]?.ToString() ?? "";
        if (!EventId.TryParse(text, out var id))
            throw ApiQuery.Invalid(Id.Name, $"'{ApiQuery.Shorten(text)}' is no event id: a GUID.");
        return await reading.FindEventAsync(id, cancellationToken)
            ?? throw ApiQuery.Refuse(ProblemKind.EventNotFound.With($"There is no event {id}."));
    }
}
