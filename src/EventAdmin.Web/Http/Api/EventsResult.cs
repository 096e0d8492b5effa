using System.Text.Json;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Transfer;

namespace EventAdmin.Web.Http.Api;

/// <summary>Answers with a page of events, as JSON or as a batch of CloudEvents, written event by event.</summary>
internal sealed class EventsResult : IResult
{
    private const int BytesBetweenFlushes = 64 * 1024;

    public required IReadOnlyList<RecordedEvent> Events { get; init; }

    /// <summary>Writes what the page says beside its events.</summary>
    public required Action<Utf8JsonWriter> WriteFacts { get; init; }

    /// <summary>What else makes it another page than one with the same events.</summary>
    public required string Facts { get; init; }

    /// <summary>The address of the next page; null at the end.</summary>
    public required string? NextUrl { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var form = Accepting.Choose(httpContext.Request, Accepting.Several);
        Links.WriteNext(httpContext, NextUrl);
        if (Tags.IsAtHand(httpContext, Tags.Weak(Events.Select(e => e.Id.ToString()).Append(Facts).Append(form))))
            return;
        httpContext.Response.ContentType = form;
        await (form == ApiHeaders.CloudEventBatch ? WriteBatchAsync(httpContext) : WritePageAsync(httpContext));
    }

    private async Task WritePageAsync(HttpContext context)
    {
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, EventJson.WriterOptions);
        writer.WriteStartObject();
        WriteFacts(writer);
        writer.WriteStartArray("events"u8);
        var flushed = 0L;
        foreach (var e in Events)
        {
            EventJson.Write(writer, e);
            if (writer.BytesCommitted + writer.BytesPending - flushed < BytesBetweenFlushes)
                continue;
            await writer.FlushAsync(context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            flushed = writer.BytesCommitted;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }

    private async Task WriteBatchAsync(HttpContext context)
    {
        using var lines = new CloudEventsWriter();
        var body = context.Response.Body;
        await body.WriteAsync("["u8.ToArray(), context.RequestAborted);
        for (var i = 0; i < Events.Count; i++)
        {
            if (i > 0)
                await body.WriteAsync(","u8.ToArray(), context.RequestAborted);
            await body.WriteAsync(lines.Write(Events[i]), context.RequestAborted);
        }

        await body.WriteAsync("]\n"u8.ToArray(), context.RequestAborted);
    }
}
