using System.Text.Json;
using EventAdmin.Client.Contracts;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Transfer;

namespace EventAdmin.Web.Http.Api;

/// <summary>Answers with one event, as JSON or as a CloudEvent.</summary>
internal sealed class EventResult(RecordedEvent found) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var form = Accepting.Choose(httpContext.Request, Accepting.One);
        if (Tags.IsAtHand(httpContext, Tags.Of(found.Id.ToString(), form)))
            return;
        var response = httpContext.Response;
        response.ContentType = form;
        if (form == ApiHeaders.CloudEvent)
        {
            using var line = new CloudEventsWriter();
            await response.Body.WriteAsync(line.Write(found), httpContext.RequestAborted);
            return;
        }

        await using var writer = new Utf8JsonWriter(response.BodyWriter, EventJson.WriterOptions);
        EventJson.Write(writer, found);
        await writer.FlushAsync(httpContext.RequestAborted);
    }
}
