using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Web.Components.Navigation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventAdmin.Web.Features.Export;

/// <summary>The data of an event, byte for byte, to keep as a file.</summary>
internal static class PayloadEndpoint
{
    private const string Binary = "application/octet-stream";

    public static void MapPayload(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/streams/{segment}/events/{version:long:min(0)}/payload", AnswerAsync);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync(
        string segment, long version, int? from, IEventReader reader, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        if (!StreamId.TryParse(AppUrls.ReadStreamSegment(segment), out var stream))
            return Problem(StatusCodes.Status400BadRequest, "The stream id in the address is not one.");
        var read = new StreamRead { Stream = stream, From = StreamVersion.Of(version), CountMax = 1 };
        var page = (await reader.ReadStreamAsync(read, ReadOptions.Default, cancellationToken)).Value;
        if (page.Events is not [var found] || found.Version.Value != version)
            return Problem(StatusCodes.Status404NotFound, $"There is no event {version} in stream {stream}.");
        var offset = from ?? 0;
        if (offset < 0 || offset > found.Data.Length)
            return Problem(StatusCodes.Status416RangeNotSatisfiable, $"The data have {found.Data.Length} bytes; 'from' is {offset}.");
        var isJson = found.ContentType == NewEvent.Json;
        return TypedResults.File(
            found.Data[offset..].ToArray(), isJson ? found.ContentType : Binary, $"{DownloadName.Of(stream.Value)}-v{version}{(isJson ? ".json" : ".bin")}");
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
