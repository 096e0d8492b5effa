using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Http.Api;
using EventId = EventAdmin.EventSourcing.Events.EventId;

namespace EventAdmin.Web.Features.Append;

/// <summary>Makes an append of a request, from any of the bodies that are taken. What is wrong is refused with its place.</summary>
internal static class AppendReader
{
    public static async Task<AppendRequest> ReadAsync(HttpRequest request, StreamId stream, TimeProvider clock)
    {
        var form = MediaTypes.Read(request, [Accepting.Json, ApiHeaders.CloudEvent, ApiHeaders.CloudEventBatch]);
        var body = await AppendBytes.ReadAsync(request);
        var (wire, events) = form == Accepting.Json ? ReadEvents(body, clock) : (null, ReadCloudEvents(body, form, stream));
        var expected = OneOf(
            ParseExpected(wire?.Expected, "expected"), ParseExpected(request.Headers[ApiHeaders.ExpectedVersion], ApiHeaders.ExpectedVersion), ApiHeaders.ExpectedVersion);
        StreamAppend[] streams = [new() { Stream = stream, Expected = expected ?? ExpectedVersion.Any, Events = events }];
        return Make(request, wire?.AppendId, streams);
    }

    public static async Task<AppendRequest> ReadSeveralAsync(HttpRequest request, TimeProvider clock)
    {
        MediaTypes.Read(request, [Accepting.Json]);
        if (request.Headers.ContainsKey(ApiHeaders.ExpectedVersion))
            throw ApiQuery.Invalid(ApiHeaders.ExpectedVersion, "Each stream of the body names what is expected of it; a header can't.");
        var body = await AppendBytes.ReadAsync(request);
        var wire = Parse(body, AppendWireJson.Default.AppendsWire);
        return Make(request, wire.AppendId, [.. wire.Streams.Select((part, i) => Read(part, i, body, clock))]);
    }

    private static StreamAppend Read(StreamAppendWire? part, int index, ReadOnlyMemory<byte> body, TimeProvider clock)
    {
        var place = FormattableString.Invariant($"streams[{index}]");
        if (part is null)
            throw ApiQuery.Invalid(place, "A stream is null.");
        return new StreamAppend
        {
            Stream = ApiQuery.ParseStream(part.Stream, $"{place}.stream"),
            Expected = ParseExpected(part.Expected, $"{place}.expected") ?? ExpectedVersion.Any,
            Events = [.. part.Events.Select(e => Read(e, body, clock))],
        };
    }

    private static AppendRequest Make(HttpRequest request, Guid? idInBody, StreamAppend[] streams)
    {
        AppendId? inHeader = null;
        if (request.Headers[ApiHeaders.AppendId] is { Count: > 0 } text)
        {
            inHeader = AppendId.TryParse(text.ToString(), out var parsed)
                ? parsed
                : throw ApiQuery.Invalid(ApiHeaders.AppendId, $"'{ApiQuery.Shorten(text.ToString())}' is no append id: a GUID.");
        }

        var id = OneOf(idInBody is { } guid ? new AppendId(guid) : null, inHeader, ApiHeaders.AppendId);
        return new AppendRequest { Id = id ?? AppendId.Of(streams), Streams = streams };
    }

    /// <summary>What the body says, or the header; both may say the same.</summary>
    private static T? OneOf<T>(T? inBody, T? inHeader, string header)
        where T : struct, IEquatable<T> =>
        inBody is { } one && inHeader is { } other && !one.Equals(other)
            ? throw ApiQuery.Invalid(header, $"The body says {one} and the header {header} says {other}. Say it once.")
            : inBody ?? inHeader;

    private static ExpectedVersion? ParseExpected(string? text, string parameter)
    {
        if (text is null)
            return null;
        return ExpectedVersion.TryParse(text, out var expected)
            ? expected
            : throw ApiQuery.Invalid(
                parameter, $"'{ApiQuery.Shorten(text)}' is no expected version: write any, no-stream, stream-exists or a version such as v57.");
    }

    private static (AppendWire Wire, List<NewEvent> Events) ReadEvents(ReadOnlyMemory<byte> body, TimeProvider clock)
    {
        var wire = Parse(body, AppendWireJson.Default.AppendWire);
        return (wire, wire.Events.ConvertAll(e => Read(e, body, clock)));
    }

    private static T Parse<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw ApiQuery.Refuse(ProblemKind.InvalidRequest.With("The body is null."));
        }
        catch (JsonException e)
        {
            var detail = FormattableString.Invariant($"The body is not an append: line {e.LineNumber + 1}, byte {e.BytePositionInLine}, at {e.Path ?? "the start"}. ")
                + "Every event needs a type and data; members that are not known are not taken.";
            throw new RequestRefusedException(ProblemKind.InvalidRequest.With(detail), e);
        }
    }

    private static NewEvent Read(EventWire? e, ReadOnlyMemory<byte> body, TimeProvider clock)
    {
        if (e is null)
            throw ApiQuery.Refuse(ProblemKind.InvalidRequest.With("An event is null."));
        return new NewEvent
        {
            Id = e.Id is { } id ? new EventId(id) : EventId.New(clock),
            Type = e.Type,
            SchemaVersion = e.SchemaVersion,
            Data = body[e.Data.Start..e.Data.End],
            OccurredAt = e.Time,
            Metadata = e is { CorrelationId: null, CausationId: null, Actor: null, Source: null }
                ? EventMetadata.None
                : new EventMetadata { CorrelationId = e.CorrelationId, CausationId = e.CausationId, Actor = e.Actor, Source = e.Source },
        };
    }

    private static List<NewEvent> ReadCloudEvents(ReadOnlyMemory<byte> body, string form, StreamId stream)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> parts = form == ApiHeaders.CloudEvent ? [body] : CloudEventsReader.Split(body)
            ?? throw ApiQuery.Refuse(ProblemKind.InvalidRequest.With("The body is not a JSON array of CloudEvents."));
        var events = new List<NewEvent>(parts.Count);
        foreach (var part in parts)
        {
            events.Add(CloudEventsReader.Read(part.Span, stream) switch
            {
                CloudEventLine.Good good => good.Event,
                CloudEventLine.Bad bad => throw ApiQuery.Refuse(ProblemKind.InvalidRequest.With(
                    parts.Count == 1 ? $"The CloudEvent can't be taken: {bad.Reason}" : $"CloudEvent {events.Count + 1} of {parts.Count} can't be taken: {bad.Reason}")),
                var other => throw new InvalidOperationException($"Expected a known line, found {other.GetType().Name}."),
            });
        }

        return events;
    }
}
