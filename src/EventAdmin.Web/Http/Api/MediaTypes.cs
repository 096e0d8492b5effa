using Microsoft.Net.Http.Headers;

namespace EventAdmin.Web.Http.Api;

/// <summary>What a body is.</summary>
internal static class MediaTypes
{
    /// <summary>The media type of the request's body, one of those that are taken. Text is UTF-8 and nothing else.</summary>
    public static string Read(HttpRequest request, IReadOnlyList<string> taken)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var named)
            && (named.Charset.Length == 0 || named.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            && taken.FirstOrDefault(type => named.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        throw ApiQuery.Refuse(ProblemKind.UnsupportedMediaType.With($"The body must be {string.Join(" or ", taken)}, in UTF-8.", HeaderNames.ContentType));
    }
}
