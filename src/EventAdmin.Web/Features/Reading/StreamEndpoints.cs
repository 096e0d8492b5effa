using System.Buffers.Text;
using System.Text;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Features.Reading;

/// <summary>Streams for other programs: which there are, how one stands, and its events by version.</summary>
internal static class StreamEndpoints
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly ApiParameter Prefix = ApiParameter.InQuery("prefix", "Only ids that start so, compared byte by byte. The system's streams are listed where it starts with `$`.", "order-");

    private static readonly ApiParameter After = ApiParameter.InQuery("after", "The `next` of the page before. Opaque.", "b3JkZXItMQ");

    private static readonly ApiParameter From = ApiParameter.InQuery(
        "from", "The version to begin with; without it the stream's first, or its newest when read backward.", "57") with
    {
        Number = (0, long.MaxValue, null),
    };

    public static void MapStreams(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead("/api/streams", ListAsync).Describe(new ApiOperation
        {
            Id = "listStreams",
            Subject = "Streams",
            Summary = "List streams by name",
            Description = "By name, byte by byte over UTF-8. The answer's `next`, also as a `Link` header, leads to the next page.",
            Parameters = [Prefix, ApiParameters.Category, After, ApiParameters.Limit, ApiParameters.IfNoneMatch],
            Answers = [new ApiAnswer(200, "A page of streams.", new ApiContent(Accepting.Json, typeof(StreamsPage), Samples.Streams)), Unchanged],
            Problems = [406],
        });
        endpoints.MapRead("/api/streams/{stream}", AnswerHeadAsync).Describe(new ApiOperation
        {
            Id = "getStream",
            Subject = "Streams",
            Summary = "How a stream stands",
            Description = "Its newest version, the number of its events and when the first and the last were recorded.",
            Parameters = [ApiParameters.Stream, ApiParameters.IfNoneMatch],
            Answers = [new ApiAnswer(200, "The stream.", new ApiContent(Accepting.Json, typeof(StreamDescription), Samples.Stream)), Unchanged],
            Problems = [404, 406],
        });
        endpoints.MapRead("/api/streams/{stream}/events", AnswerEventsAsync).Describe(new ApiOperation
        {
            Id = "readStream",
            Subject = "Streams",
            Summary = "Read the events of a stream",
            Description = "Forward from its first event or backward from its newest. The data of each event are the bytes that are stored. With `types` a page looks at "
                + "20,000 events at most, so it may hold fewer than asked, even none, though there are more: go on from `next` until `isEnd`.",
            Parameters = [ApiParameters.Stream, From, ApiParameters.Direction, ApiParameters.Limit, ApiParameters.Types, ApiParameters.IfNoneMatch],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "A page of events.",
                    new ApiContent(Accepting.Json, typeof(StreamEventsPage), Samples.StreamPage),
                    new ApiContent(ApiHeaders.CloudEventBatch, Type: null, Samples.Batch)),
                Unchanged,
            ],
            Problems = [404, 406],
        });
    }

    public static ApiAnswer Unchanged { get; } = new(304, "What the caller has, by its ETag, is still the answer.");

    private static async Task<IResult> ListAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        Accepting.Choose(request, [Accepting.Json]);
        var read = new StreamListRead
        {
            Prefix = ApiQuery.Text(request, Prefix) ?? "",
            Category = ApiQuery.Text(request, ApiParameters.Category),
            After = ApiQuery.Text(request, After) is { } cursor ? ReadCursor(cursor) : null,
            CountMax = ApiQuery.Limit(request),
        };
        var page = await reading.ListStreamsAsync(read, cancellationToken);
        var next = page is { IsEnd: false, Streams: [.., var last] } ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last.Stream.Value)) : null;
        var answer = new StreamsPage { Streams = [.. page.Streams.Select(Describe)], Next = next };
        var tag = Tags.Of(page.Streams.Select(FactsOf).Append(next));
        return new TaggedResult<StreamsPage>(answer, ApiJson.Wire.StreamsPage, tag) { NextUrl = next is null ? null : Links.With(request, After.Name, next) };
    }

    private static async Task<IResult> AnswerHeadAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        Accepting.Choose(request, [Accepting.Json]);
        var stream = ApiQuery.Stream(request);
        var head = await reading.FindHeadAsync(stream, cancellationToken) ?? throw NoEvents(stream);
        return new TaggedResult<StreamDescription>(Describe(head), ApiJson.Wire.StreamDescription, Tags.Of(FactsOf(head)));
    }

    private static async Task<IResult> AnswerEventsAsync(HttpRequest request, ReadingService reading, CancellationToken cancellationToken)
    {
        var query = new StreamQuery
        {
            Stream = ApiQuery.Stream(request),
            From = ReadFrom(request),
            Direction = ApiQuery.Direction(request),
            Types = ApiQuery.Types(request),
            CountMax = ApiQuery.Limit(request),
        };
        var slice = await reading.ReadStreamAsync(query, cancellationToken) ?? throw NoEvents(query.Stream);
        var next = slice.Next?.Value;
        // Behind a page with more after it the stream may grow without making it another page.
        return new EventsResult
        {
            Events = slice.Events,
            Facts = slice.IsEnd ? $"{slice.Head.Last} {next}" : $"{next}",
            NextUrl = next is null || slice.IsEnd ? null : Links.With(request, From.Name, FormattableString.Invariant($"{next}")),
            WriteFacts = writer =>
            {
                writer.WriteString("stream"u8, query.Stream.Value);
                writer.WriteNumber("version"u8, slice.Head.Last.Value);
                if (next is { } version)
                    writer.WriteNumber("next"u8, version);
                writer.WriteBoolean("isEnd"u8, slice.IsEnd);
            },
        };
    }

    private static StreamVersion? ReadFrom(HttpRequest request)
    {
        if (ApiQuery.Text(request, From) is not { } text)
            return null;
        return StreamVersion.TryParse(text, out var version)
            ? version
            : throw ApiQuery.Invalid(From.Name, $"'from' is a stream version, a whole number from 0, not '{ApiQuery.Shorten(text)}'.");
    }

    private static StreamId ReadCursor(string cursor)
    {
        try
        {
            if (StreamId.TryParse(StrictUtf8.GetString(Base64Url.DecodeFromChars(cursor)), out var stream))
                return stream;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            // Not one that was made here: said below.
        }

        throw ApiQuery.Invalid(After.Name, $"'{ApiQuery.Shorten(cursor)}' is no 'next' of a list of streams.");
    }

    private static RequestRefusedException NoEvents(StreamId stream) =>
        ApiQuery.Refuse(ProblemKind.StreamNotFound.With($"Stream {stream} has no events.", stream: stream.Value));

    private static string FactsOf(StreamHead head) => $"{head.Stream} {head.First} {head.Last} {head.Bytes}";

    private static StreamDescription Describe(StreamHead head) => new()
    {
        Stream = head.Stream.Value,
        Category = head.Stream.Category,
        Version = head.Last.Value,
        FirstVersion = head.First.Value,
        Count = head.Count,
        Bytes = head.Bytes,
        FirstRecordedAt = head.FirstAt,
        LastRecordedAt = head.LastAt,
        Position = head.LastPosition.ToString(),
    };
}
