using System.Text.Json.Serialization.Metadata;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Http.Api;
using static EventAdmin.Web.Http.Api.ProblemKind;

namespace EventAdmin.Web.Features.Append;

/// <summary>Appends events for programs on this machine. Answers only what is durable.</summary>
internal static class AppendEndpoints
{
    private static readonly ApiParameter Expected = ApiParameter.InHeader(
        ApiHeaders.ExpectedVersion, "What is expected of the stream: `any`, `no-stream`, `stream-exists`, or its newest version. The body may say the same, nothing else.", "no-stream");

    private static readonly ApiParameter AppendIdHeader = ApiParameter.InHeader(
        ApiHeaders.AppendId, "Names the append in every try. The body may say the same, nothing else.", "0199c2a4-6f1e-8d21-9f00-51a3a0c2e7b4");

    private static readonly int[] Problems = [406, 409, 413, 415, 422, 507];

    public static void MapAppends(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/streams/{stream}/events", AnswerOneAsync).Describe(new ApiOperation
        {
            Id = "appendToStream",
            Subject = "Append",
            Summary = "Append events to a stream",
            Description = "All of them or none; answered once they are durable. The same events again, by their ids, are answered with the versions they got the first time. "
                + "At most 128 events and 4 MiB an append, 1 MiB an event. With `outcome` `unknown` send the same again with the same ids.",
            Parameters = [ApiParameters.Stream, Expected, AppendIdHeader],
            Bodies =
            [
                new ApiContent(Accepting.Json, typeof(AppendBody), Samples.Append),
                new ApiContent(ApiHeaders.CloudEvent, Type: null, Samples.CloudEvent),
                new ApiContent(ApiHeaders.CloudEventBatch, Type: null, $"[{Samples.CloudEvent}]"),
            ],
            Answers =
            [
                new ApiAnswer(201, "Stored and durable.", new ApiContent(Accepting.Json, typeof(AppendReceipt), Samples.Receipt)),
                new ApiAnswer(200, "Stored by an earlier try; this one added nothing.", new ApiContent(Accepting.Json, typeof(AppendReceipt), Samples.RepeatedReceipt)),
            ],
            Problems = Problems,
        });
        endpoints.MapPost("/api/appends", AnswerSeveralAsync).Describe(new ApiOperation
        {
            Id = "append",
            Subject = "Append",
            Summary = "Append to several streams at once",
            Description = "One atomic append: all of it is stored or none. A stream with no events is only a condition: nothing is stored unless it is as expected.",
            Parameters = [AppendIdHeader],
            Bodies = [new ApiContent(Accepting.Json, typeof(AppendsBody), Samples.Appends)],
            Answers =
            [
                new ApiAnswer(201, "Stored and durable.", new ApiContent(Accepting.Json, typeof(AppendsReceipt), Samples.AppendsReceipt)),
                new ApiAnswer(200, "Stored by an earlier try; this one added nothing.", new ApiContent(Accepting.Json, typeof(AppendsReceipt), Samples.AppendsReceipt)),
            ],
            Problems = Problems,
        });
    }

    private static async Task<IResult> AnswerOneAsync(HttpRequest request, AppendService appends, TimeProvider clock, CancellationToken cancellationToken)
    {
        Accepting.Choose(request, [Accepting.Json]);
        var append = await AppendReader.ReadAsync(request, ApiQuery.Stream(request), clock);
        var appended = Expect(await appends.AppendAsync(append, cancellationToken));
        var at = appended.Streams[0];
        return Answer(appended, ApiJson.Wire.AppendReceipt, new AppendReceipt
        {
            AppendId = appended.Append.Value,
            Stream = at.Stream.Value,
            First = at.First.Value,
            Last = at.Last.Value,
            Position = appended.Position.ToString(),
            RecordedAt = appended.RecordedAt,
            IsRepeat = appended.IsRepeat,
        });
    }

    private static async Task<IResult> AnswerSeveralAsync(HttpRequest request, AppendService appends, TimeProvider clock, CancellationToken cancellationToken)
    {
        Accepting.Choose(request, [Accepting.Json]);
        var append = await AppendReader.ReadSeveralAsync(request, clock);
        var appended = Expect(await appends.AppendAsync(append, cancellationToken));
        return Answer(appended, ApiJson.Wire.AppendsReceipt, new AppendsReceipt
        {
            AppendId = appended.Append.Value,
            Streams = [.. appended.Streams.Select(at => new StreamReceipt { Stream = at.Stream.Value, First = at.First.Value, Last = at.Last.Value })],
            Position = appended.Position.ToString(),
            RecordedAt = appended.RecordedAt,
            IsRepeat = appended.IsRepeat,
        });
    }

    private static ReceiptResult<T> Answer<T>(AppendOutcome.Appended appended, JsonTypeInfo<T> type, T receipt) =>
        new(receipt, type, appended.IsRepeat ? StatusCodes.Status200OK : StatusCodes.Status201Created);

    /// <summary>The outcome when it is stored; every other one ends the request with its problem.</summary>
    private static AppendOutcome.Appended Expect(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended appended => appended,
        AppendOutcome.Conflict conflict => throw ApiQuery.Refuse(
            Conflict.With(
                $"Stream {conflict.Stream} was expected at {conflict.Expected} and is at {conflict.Actual?.ToString() ?? "no event"}.", stream: conflict.Stream.Value) with
            {
                Outcome = ApiProblem.IsConflict,
                Expected = conflict.Expected.ToString(),
                Actual = conflict.Actual?.Value,
            }),
        AppendOutcome.Unknown unknown => throw ApiQuery.Refuse(
            OutcomeUnknown.With(
                $"It is not known whether append {unknown.Append} to {unknown.Stream} is stored. Send the same events with the same ids again.", stream: unknown.Stream.Value) with
            {
                Outcome = ApiProblem.Unknown,
                AppendId = unknown.Append.Value,
            }),
        AppendOutcome.Refused refused => throw ApiQuery.Refuse(KindOf(refused.Reason).With(refused.Detail)),
        _ => throw new InvalidOperationException($"Expected a known outcome, found {outcome.GetType().Name}."),
    };

    private static ProblemKind KindOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Invalid => InvalidRequest,
        RefusalReason.LimitExceeded => LimitExceeded,
        RefusalReason.IdempotencyMismatch => IdempotencyMismatch,
        RefusalReason.Busy => Busy,
        RefusalReason.DiskFull => DiskFull,
        RefusalReason.Degraded => Degraded,
        _ => throw new InvalidOperationException($"Expected a known reason, found {reason}."),
    };
}
