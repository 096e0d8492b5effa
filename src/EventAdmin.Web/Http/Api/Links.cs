using EventAdmin.Web.Components.Navigation;
using Microsoft.Extensions.Primitives;

namespace EventAdmin.Web.Http.Api;

/// <summary>Tells where a list goes on (RFC 8288), also in forms that have no place for it.</summary>
internal static class Links
{
    /// <summary>The address of this request with one parameter set to another value.</summary>
    public static string With(HttpRequest request, string parameter, string value)
    {
        var query = request.Query
            .Where(pair => pair.Key != parameter)
            .SelectMany(pair => pair.Value, (pair, one) => (pair.Key, one))
            .Append((parameter, value));
        return request.Path.ToUriComponent() + AppUrls.Query(query);
    }

    public static void WriteNext(HttpContext context, string? url)
    {
        if (url is not null)
            context.Response.Headers.Link = new StringValues($"<{url}>; rel=\"next\"");
    }
}
