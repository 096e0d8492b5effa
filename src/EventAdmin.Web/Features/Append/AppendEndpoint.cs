using System.Globalization;
using System.Text;
using System.Text.Json;
using EventAdmin.Client;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Navigation;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Features.Append;

/// <summary>Appends events to one stream for programs on this machine. Answers only what is durable.</summary>
internal static class AppendEndpoint
{
    private const long BodyBytesMax = 8 * 1024 * 1024;
    private const string ProblemType = "urn:eventadmin:append:";

    public static void MapAppend(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/streams/{segment}/events", AnswerAsync).DisableAntiforgery();

    private static async Task<IResult> AnswerAsync(
        string segment, HttpRequest request, EventStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!StreamId.TryParse(AppUrls.ReadStreamSegment(segment), out var stream))
            return Invalid("The stream id in the address is not one.");
        if (stream.IsSystem)
            return Invalid("Streams that start with '$' are the system's own.");
        if (!request.HasJsonContentType())
            return Problem(StatusCodes.Status415UnsupportedMediaType, "media-type", "The body must be application/json.", ApiProblem.NotExecuted);
        var (body, problem) = await ReadBodyAsync(request, cancellationToken);
        if (body is null)
            return problem ?? Invalid("The body is null.");
        if (!ExpectedVersion.TryParse(body.Expected, out var expected))
            return Invalid($"'{body.Expected}' is no expected version: write any, no-stream, stream-exists or a version such as v57.");

        StreamAppend[] streams = [new() { Stream = stream, Expected = expected, Events = [.. body.Events.Select(e => Read(e, clock))] }];
        var append = new AppendRequest { Id = body.AppendId is { } id ? new AppendId(id) : AppendId.Of(streams), Streams = streams };
        return Answer(stream, await store.AppendAsync(append, cancellationToken));
    }

    private static async Task<(AppendBody? Body, IResult? Problem)> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BodyBytesMax;
        try
        {
            return (await JsonSerializer.DeserializeAsync<AppendBody>(request.Body, WireJson.Options, cancellationToken), null);
        }
        catch (JsonException e)
        {
            return (null, Invalid($"The body is not an append: line {e.LineNumber + 1}, byte {e.BytePositionInLine}, at {e.Path ?? "the start"}. Every event needs a type and data."));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problem(e.StatusCode, "limit-exceeded", $"The body has more than {BodyBytesMax} bytes.", ApiProblem.NotExecuted));
        }
    }

    private static NewEvent Read(AppendEvent e, TimeProvider clock) => new()
    {
        Id = e.Id is { } id ? new EventId(id) : EventId.New(clock),
        Type = e.Type,
        SchemaVersion = e.SchemaVersion,
        Data = Encoding.UTF8.GetBytes(e.Data.GetRawText()),
        OccurredAt = e.Time,
        Metadata = new EventMetadata
        {
            CorrelationId = e.CorrelationId,
            CausationId = e.CausationId,
            Actor = e.Actor,
            Source = e.Source,
        },
    };

    private static IResult Answer(StreamId stream, AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended appended => Receipt(appended),
        AppendOutcome.Conflict conflict => Problem(
            StatusCodes.Status409Conflict,
            "conflict",
            $"Stream {conflict.Stream} was expected at {conflict.Expected} and is at {conflict.Actual?.ToString() ?? "no event"}.",
            "conflict",
            ("actual", conflict.Actual?.Value)),
        AppendOutcome.Refused refused => Refuse(refused),
        AppendOutcome.Unknown unknown => Problem(
            StatusCodes.Status503ServiceUnavailable,
            "unknown",
            $"It is not known whether append {unknown.Append} to {stream} is stored. Send the same events with the same ids again.",
            ApiProblem.Unknown,
            ("appendId", unknown.Append.Value)),
        _ => throw new InvalidOperationException($"Expected a known outcome, found {outcome.GetType().Name}."),
    };

    private static IResult Receipt(AppendOutcome.Appended appended)
    {
        var at = appended.Streams[0];
        var receipt = new AppendReceipt
        {
            AppendId = appended.Append.Value,
            Stream = at.Stream.Value,
            First = at.First.Value,
            Last = at.Last.Value,
            Position = appended.Position.ToString(),
            RecordedAt = appended.RecordedAt,
            IsRepeat = appended.IsRepeat,
        };
        return Results.Json(receipt, WireJson.Options, statusCode: appended.IsRepeat ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static IResult Refuse(AppendOutcome.Refused refused)
    {
        var (status, name) = refused.Reason switch
        {
            RefusalReason.Invalid => (StatusCodes.Status400BadRequest, "invalid"),
            RefusalReason.LimitExceeded => (StatusCodes.Status413PayloadTooLarge, "limit-exceeded"),
            RefusalReason.IdempotencyMismatch => (StatusCodes.Status422UnprocessableEntity, "idempotency-mismatch"),
            RefusalReason.Busy => (StatusCodes.Status503ServiceUnavailable, "busy"),
            RefusalReason.DiskFull => (StatusCodes.Status507InsufficientStorage, "disk-full"),
            RefusalReason.Degraded => (StatusCodes.Status503ServiceUnavailable, "degraded"),
            _ => throw new InvalidOperationException($"Expected a known reason, found {refused.Reason}."),
        };
        return Problem(status, name, refused.Detail, ApiProblem.NotExecuted);
    }

    private static IResult Invalid(string detail) => Problem(StatusCodes.Status400BadRequest, "invalid", detail, ApiProblem.NotExecuted);

    private static IResult Problem(int status, string name, string detail, string outcome, params (string Name, object? Value)[] more)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["outcome"] = outcome };
        foreach (var (key, value) in more)
            extensions[key] = value;
        return Results.Problem(detail, statusCode: status, type: ProblemType + name, title: Title(name), extensions: extensions);
    }

    private static string Title(string name) => string.Create(
        CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('-', ' ')}");
}
