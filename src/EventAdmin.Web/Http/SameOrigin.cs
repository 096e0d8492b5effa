namespace EventAdmin.Web.Http;

/// <summary>
/// Keeps pages of other sites away from what answers a browser without asking who it is: circuits and the hub by their Origin, downloads by
/// what the browser says of the site that asks. Programs send neither and pass.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    private static readonly PathString[] Connections = ["/hubs", "/_blazor"];

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        var isConnection = Connections.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
        var isDownload = request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        if ((isConnection && IsForeignOrigin(request)) || (isDownload && IsForeignSite(request)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("Refused: the request comes from a page of another site.", context.RequestAborted);
        }

        return next(context);
    }

    private static bool IsForeignOrigin(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin
        && !string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsForeignSite(HttpRequest request) =>
        IsForeignOrigin(request) || (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none"));
}
