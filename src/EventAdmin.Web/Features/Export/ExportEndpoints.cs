using System.Globalization;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventAdmin.Web.Features.Export;

/// <summary>Events as a file of CloudEvents, one a line, written while it is read: memory does not grow with it.</summary>
internal static class ExportEndpoints
{
    private const string Lines = "application/cloudevents-batch+x-ndjson";
    private const string Gzip = "application/gzip";

    public static void MapExports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/export", (string? category, StreamExporter exporter, TimeProvider clock, HttpResponse response) =>
            Answer(new ExportRequest { Category = category, Compress = true }, category ?? "all", exporter, clock, response));
        endpoints.MapGet("/api/streams/{segment}/export", AnswerStream);
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> AnswerStream(
        string segment, StreamExporter exporter, TimeProvider clock, HttpResponse response) =>
        StreamId.TryParse(AppUrls.ReadStreamSegment(segment), out var stream)
            ? Answer(new ExportRequest { Stream = stream }, stream.Value, exporter, clock, response)
            : TypedResults.Problem("The stream id in the address is not one.", statusCode: StatusCodes.Status400BadRequest);

    private static PushStreamHttpResult Answer(ExportRequest request, string what, StreamExporter exporter, TimeProvider clock, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        // A reader who waits for gigabytes must see the first of them at once.
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var at = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var name = $"eventadmin-{DownloadName.Of(what)}-{at}.ndjson{(request.Compress ? ".gz" : "")}";
        var stopped = response.HttpContext.RequestAborted;
        return TypedResults.Stream(
            output => exporter.ExportAsync(request, output, progress: null, stopped), request.Compress ? Gzip : Lines, name);
    }
}
