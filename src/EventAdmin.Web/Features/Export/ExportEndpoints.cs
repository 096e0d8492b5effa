using System.Globalization;
using EventAdmin.EventSourcing.Transfer;
using EventAdmin.Web.Http.Api;
using EventAdmin.Web.Http.Downloads;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventAdmin.Web.Features.Export;

/// <summary>Events as a file of CloudEvents, one a line, written while it is read: memory does not grow with it.</summary>
internal static class ExportEndpoints
{
    private const string Lines = "application/cloudevents-batch+x-ndjson";
    private const string Gzip = "application/gzip";
    private const int ExportsMax = 8;

    public static void MapExports(this IEndpointRouteBuilder endpoints)
    {
        var limit = new WorkLimit("exports", ExportsMax);
        endpoints.MapGet("/api/export", AnswerAll).AddEndpointFilter(limit).Describe(new ApiOperation
        {
            Id = "exportAll",
            Subject = "Export",
            Summary = "Download everything, or one category",
            Description = "CloudEvents, one a line, compressed, in feed order. `import` takes such a file.",
            Parameters = [ApiParameters.Category],
            Answers = [new ApiAnswer(200, "The file.", new ApiContent(Gzip, Type: null, "\"bytes\""))],
            Problems = [429],
        });
        endpoints.MapGet("/api/streams/{stream}/export", AnswerStream).AddEndpointFilter(limit).Describe(new ApiOperation
        {
            Id = "exportStream",
            Subject = "Export",
            Summary = "Download a stream",
            Description = "CloudEvents, one a line. A stream without events gives an empty file.",
            Parameters = [ApiParameters.Stream],
            Answers = [new ApiAnswer(200, "The file.", new ApiContent(Lines, Type: null, "\"one CloudEvent a line\""))],
            Problems = [429],
        });
    }

    private static PushStreamHttpResult AnswerAll(HttpRequest request, StreamExporter exporter, TimeProvider clock)
    {
        var category = ApiQuery.Text(request, ApiParameters.Category);
        return Answer(new ExportRequest { Category = category, Compress = true }, category ?? "all", exporter, clock, request.HttpContext.Response);
    }

    private static PushStreamHttpResult AnswerStream(HttpRequest request, StreamExporter exporter, TimeProvider clock)
    {
        var stream = ApiQuery.Stream(request);
        return Answer(new ExportRequest { Stream = stream }, stream.Value, exporter, clock, request.HttpContext.Response);
    }

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
