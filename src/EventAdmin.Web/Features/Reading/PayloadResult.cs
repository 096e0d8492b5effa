using EventAdmin.EventSourcing.Events;
using EventAdmin.Web.Http.Api;
using EventAdmin.Web.Http.Downloads;
using Microsoft.Net.Http.Headers;

namespace EventAdmin.Web.Features.Reading;

/// <summary>Answers with the data of an event as a file, from a byte on, whole or in ranges.</summary>
internal sealed class PayloadResult(RecordedEvent found, int skip) : IResult
{
    private const string Binary = "application/octet-stream";

    public static readonly IReadOnlyList<ApiContent> Forms =
    [
        new(Accepting.Json, Type: null, """{"total":12.50}"""),
        new(Binary, Type: null, "\"bytes\""),
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        var isJson = found.ContentType == NewEvent.Json;
        var name = FormattableString.Invariant($"{DownloadName.Of(found.Stream.Value)}-v{found.Version.Value}{(isJson ? ".json" : ".bin")}");
        var file = TypedResults.Bytes(
            found.Data[skip..],
            isJson ? found.ContentType : Binary,
            name,
            // Ranges of anything but bytes are passed over: RFC 9110, section 14.2.
            enableRangeProcessing: httpContext.Request.GetTypedHeaders().Range?.Unit == "bytes",
            entityTag: new EntityTagHeaderValue(Tags.Of(found.Id.ToString(), FormattableString.Invariant($"{skip}")).Tag));
        await file.ExecuteAsync(httpContext);
        if (response.StatusCode != StatusCodes.Status416RangeNotSatisfiable || response.HasStarted)
            return;
        response.Headers.ContentDisposition = default;
        var problem = ProblemKind.RangeNotSatisfiable.With($"The data have {found.Data.Length - skip} bytes from there on.", HeaderNames.Range);
        await new ProblemResult(problem).ExecuteAsync(httpContext);
    }
}
