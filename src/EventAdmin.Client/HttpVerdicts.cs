using EventAdmin.Client.Contracts;

namespace EventAdmin.Client;

/// <summary>
/// Judges answers of a server, and failures to get one. Pure. What is not known to be safe is <see cref="HttpVerdict.Unknown"/>: something
/// between here and the server may have answered in its place.
/// </summary>
public static class HttpVerdicts
{
    /// <summary>Judges an answer.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="outcome"><see cref="ApiProblem.Outcome"/> of its body; null where it has none.</param>
    public static HttpVerdict Judge(int status, string? outcome) => status switch
    {
        200 or 201 => HttpVerdict.Ok,
        409 => HttpVerdict.Conflict,
        400 or 401 or 403 or 404 or 413 or 415 or 422 => HttpVerdict.Refused,
        429 => HttpVerdict.NotExecuted,
        503 or 507 when outcome is ApiProblem.NotExecuted => HttpVerdict.NotExecuted,
        _ => HttpVerdict.Unknown,
    };

    /// <summary>Judges a request that got no answer: nothing was done only where no connection was made.</summary>
    public static HttpVerdict Judge(HttpRequestError error) => error switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError => HttpVerdict.NotExecuted,
        _ => HttpVerdict.Unknown,
    };
}
