using EventAdmin.Client.Contracts;
using Microsoft.Net.Http.Headers;

namespace EventAdmin.Web.Http.Api;

/// <summary>Chooses the form of an answer by the request's <c>Accept</c>.</summary>
internal static class Accepting
{
    public const string Json = "application/json";

    public static readonly IReadOnlyList<string> One = [Json, ApiHeaders.CloudEvent];
    public static readonly IReadOnlyList<string> Several = [Json, ApiHeaders.CloudEventBatch];

    /// <summary>The form that the request likes best; the first of the offered ones where it likes them equally or says nothing.</summary>
    public static string Choose(HttpRequest request, IReadOnlyList<string> offered)
    {
        if (request.Headers.Accept.Count == 0)
            return offered[0];
        var accepted = request.GetTypedHeaders().Accept;
        var best = offered.Select(form => (Form: form, Quality: QualityOf(form, accepted))).MaxBy(choice => choice.Quality);
        return best.Quality > 0
            ? best.Form
            : throw new RequestRefusedException(ProblemKind.NotAcceptable.With($"The answer can be {string.Join(" or ", offered)}.", HeaderNames.Accept));
    }

    // The most specific range that matches decides: RFC 9110, section 12.5.1.
    private static double QualityOf(string form, IList<MediaTypeHeaderValue> accepted)
    {
        var media = new MediaTypeHeaderValue(form);
        return accepted
            .Where(range => range.MatchesAllTypes || (range.MatchesAllSubTypes && range.Type == media.Type) || range.MediaType == media.MediaType)
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault(0);
    }
}
