using System.Text.Json;
using System.Text.Json.Serialization;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Http;
using EventAdmin.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace EventAdmin.Web.Features.Wall;

/// <summary>A board as a page without a circuit, what it is sent, and what it says of itself.</summary>
internal static class WallEndpoints
{
    private const int ReportBytesMax = 1024;
    private const string RetryAfterSeconds = "5";

    private static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 2,
    };

    public static void MapWall(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(AppUrls.WallRoute, AnswerPage).WithMetadata(new StaticPage()).ExcludeFromDescription();
        endpoints.MapGet(AppUrls.WallStreamRoute, AnswerStream).ExcludeFromDescription();
        endpoints.MapPost(AppUrls.WallBeat, AnswerReportAsync).DisableAntiforgery().WithMetadata(new ReportLimit()).ExcludeFromDescription();
    }

    private static RazorComponentResult AnswerPage(string board, HttpContext context, WallService wall, PageAssets assets)
    {
        var nonce = SecurityHeaders.NonceOf(context);
        if (wall.Find(board) is not { } found)
        {
            return new RazorComponentResult<NoBoardPage>(new { Name = board, wall.Boards, Assets = assets.All, Nonce = nonce })
            {
                StatusCode = StatusCodes.Status404NotFound,
                PreventStreamingRendering = true,
            };
        }

        var view = WallView.Parse(found, context.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
        return new RazorComponentResult<WallPage>(new { View = view, wall.Now, Assets = assets.All, Nonce = nonce }) { PreventStreamingRendering = true };
    }

    private static IResult AnswerStream(string board, HttpContext context, WallService wall, IHostApplicationLifetime lifetime)
    {
        if (wall.Find(board) is not { } found)
            return TypedResults.Text($"There is no board of this name. There are: {string.Join(", ", wall.Boards.Select(known => known.Name))}.", statusCode: StatusCodes.Status404NotFound);
        if (wall.TryAdmit() is { } admission)
        {
            context.Response.RegisterForDispose(admission);
            // A server that stops does not wait for screens.
            var going = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.Response.RegisterForDispose(going);
            return TypedResults.ServerSentEvents(wall.ReadAsync(found, going.Token));
        }

        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Text("As many screens are served as may be (Wall:ScreensMax).", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> AnswerReportAsync(HttpRequest request, WallService wall, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var report = await JsonSerializer.DeserializeAsync<WallReport>(request.Body, ReportJson, cancellationToken);
            return report is not null && wall.Report(report) ? TypedResults.NoContent() : TypedResults.BadRequest();
        }
        catch (JsonException)
        {
            return TypedResults.BadRequest();
        }
    }

    private sealed class ReportLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ReportBytesMax;
    }
}
