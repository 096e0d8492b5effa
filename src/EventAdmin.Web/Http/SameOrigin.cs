using EventAdmin.Web.Http.Api;

namespace EventAdmin.Web.Http;

/// <summary>
/// Keeps pages of other sites away from what answers a browser without asking who it is: circuits and the hub by their Origin, the API and walls by
/// what the browser says of the site that asks. Programs send neither and pass.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    private static readonly PathString[] Connections = ["/hubs", "/_blazor"];
    private static readonly PathString[] Exchanges = ["/wall/stream", "/wall/beat"];

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        if (ApiPaths.Has(context) && IsForeignSite(request))
        {
            var problem = ProblemKind.ForeignSite.With("The request comes from a page of another site. Only programs and the app's own pages are answered.");
            return new ProblemResult(problem).ExecuteAsync(context);
        }

        if ((IsBelow(Connections, request) && IsForeignOrigin(request)) || (IsBelow(Exchanges, request) && IsForeignSite(request)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("Refused: the request comes from a page of another site.", context.RequestAborted);
        }

        return next(context);
    }

    private static bool IsBelow(PathString[] paths, HttpRequest request) =>
        paths.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private static bool IsForeignOrigin(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin
        && !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsForeignSite(HttpRequest request) =>
        IsForeignOrigin(request) || (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none"));
}
