using System.Text.Json;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Features.Replay;

/// <summary>What a stream folds to at a moment, for other programs.</summary>
internal static class StateEndpoint
{
    private const int ReplaysMax = 8;

    private const string Sample = """
        {"stream":"order-1","at":"v0","version":0,"recordedAt":"2026-03-01T10:00:00.1234567Z","newestVersion":0,"isNewest":true,"isClamped":false,
        "occurredLater":0,"reducer":"merge-patch","reducerVersion":"1","fingerprint":"9f3a61c0d2b84e57","state":{"total":12.50}}
        """;

    private static readonly ApiParameter At = ApiParameter.InQuery("at", "A version (`v57`), `empty` for before the first event, or an instant in UTC that ends in `Z`. Without it, now.", "v57");

    private static readonly ApiParameter By = ApiParameter.InQuery("by", "Which time an instant means: when the store took the event, or when it happened by its writer.", "occurred") with
    {
        Values = ["recorded", "occurred"],
    };

    private static readonly ApiParameter As = ApiParameter.InQuery("as", "The reducer that folds. Without it, the default of the stream's category.", "merge-patch");

    public static void MapState(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapRead("/api/streams/{stream}/state", AnswerAsync).AddEndpointFilter(new WorkLimit("replays", ReplaysMax)).Describe(new ApiOperation
        {
            Id = "getState",
            Subject = "Streams",
            Summary = "The state of a stream at a moment",
            Description = "Folds the stream up to the moment; nothing is written and nobody is called. A version beyond the newest gives the newest state and says `isClamped`.",
            Parameters = [ApiParameters.Stream, At, By, As, ApiParameters.IfNoneMatch],
            Answers =
            [
                new ApiAnswer(200, "The state.", new ApiContent(Accepting.Json, typeof(StreamState), Sample)),
                new ApiAnswer(304, "What the caller has, by its ETag, is still the answer."),
            ],
            Problems = [404, 406, 422, 429],
        });

    private static async Task<IResult> AnswerAsync(HttpRequest request, ReplayService replay, CancellationToken cancellationToken)
    {
        Accepting.Choose(request, [Accepting.Json]);
        var stream = ApiQuery.Stream(request);
        var reducer = ApiQuery.Text(request, As) is { } name
            ? replay.FindReducer(name) ?? throw ApiQuery.Invalid(
                As.Name, $"There is no reducer '{ApiQuery.Shorten(name)}'. For this stream there are: {string.Join(", ", replay.Reducers(stream).Select(one => one.Name))}.")
            : replay.Reducers(stream)[0];
        return await replay.FindStateAsync(stream, ReadMoment(request), reducer, cancellationToken) switch
        {
            ReplayResult.Replayed replayed => new StateResult(replayed.State),
            ReplayResult.NoSuchStream => throw ApiQuery.Refuse(ProblemKind.StreamNotFound.With($"Stream {stream} has no events.", stream: stream.Value)),
            ReplayResult.ReducerFailed failed => throw ApiQuery.Refuse(ProblemKind.ReducerFailed.With(
                $"The reducer {reducer.Name} failed on event {failed.Event.Version} of stream {stream}: {failed.Error}", stream: stream.Value)),
            var other => throw new InvalidOperationException($"Expected a known result of a replay, found {other.GetType().Name}."),
        };
    }

    private static Moment ReadMoment(HttpRequest request)
    {
        var (at, by) = (ApiQuery.Text(request, At), ApiQuery.Text(request, By));
        if (!Moment.TryParse(at, byOccurred: by is "occurred", out var moment))
            throw ApiQuery.Invalid(At.Name, $"'{ApiQuery.Shorten(at ?? "")}' is no moment: a version such as v57, empty, or an instant in UTC that ends in Z.");
        return by is null || moment is Moment.AtRecorded or Moment.AtOccurred
            ? moment
            : throw ApiQuery.Invalid(By.Name, "'by' says which time an instant means; 'at' is none.");
    }

    private sealed class StateResult(ReplayedState replayed) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var tag = Tags.Weak(replayed.Fingerprint.Hex, replayed.Version?.ToString(), replayed.Reducer, replayed.ReducerVersion,
                FormattableString.Invariant($"{replayed.OccurredLater} {replayed.IsNewest} {replayed.IsClamped} {replayed.Asked}"));
            if (Tags.IsAtHand(httpContext, tag))
                return;
            httpContext.Response.ContentType = Accepting.Json;
            await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, EventJson.WriterOptions);
            Write(writer);
            await writer.FlushAsync(httpContext.RequestAborted);
        }

        // The state goes out as the reducer made it, so that no digit changes.
        private void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("stream"u8, replayed.Stream.Value);
            writer.WriteString("at"u8, replayed.Asked.ToString());
            if (replayed is { Version: { } version, Event: { } e })
            {
                writer.WriteNumber("version"u8, version.Value);
                writer.WriteString("recordedAt"u8, e.RecordedAt.UtcDateTime);
            }
            else
            {
                writer.WriteNull("version"u8);
                writer.WriteNull("recordedAt"u8);
            }

            writer.WriteNumber("newestVersion"u8, replayed.Head.Last.Value);
            writer.WriteBoolean("isNewest"u8, replayed.IsNewest);
            writer.WriteBoolean("isClamped"u8, replayed.IsClamped);
            writer.WriteNumber("occurredLater"u8, replayed.OccurredLater);
            writer.WriteString("reducer"u8, replayed.Reducer);
            writer.WriteString("reducerVersion"u8, replayed.ReducerVersion);
            writer.WriteString("fingerprint"u8, replayed.Fingerprint.Hex);
            writer.WritePropertyName("state"u8);
            writer.WriteRawValue(replayed.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }
    }
}
