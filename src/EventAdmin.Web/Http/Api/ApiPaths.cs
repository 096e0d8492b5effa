namespace EventAdmin.Web.Http.Api;

/// <summary>Which requests are the API's: they are answered with data or a problem, never with a page.</summary>
internal static class ApiPaths
{
    public const string Root = "/api";

    public static bool Has(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);
    }
}
