using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventAdmin.Client.Contracts;

namespace EventAdmin.Web.Http.Api;

/// <summary>Answers with a problem.</summary>
internal sealed class ProblemResult(ApiProblem problem) : IResult
{
    public const string MediaType = "application/problem+json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        var response = httpContext.Response;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            problem with { TraceId = Activity.Current?.Id ?? httpContext.TraceIdentifier }, ApiJson.Wire.ApiProblem);
        response.StatusCode = status;
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        if (RetryAfter(status) is { } retryAfter)
            response.Headers.RetryAfter = ((int)retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>How long to wait before the same request may be answered; null where waiting does not help.</summary>
    public static TimeSpan? RetryAfter(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => TimeSpan.FromSeconds(1),
        StatusCodes.Status507InsufficientStorage => TimeSpan.FromSeconds(30),
        _ => null,
    };
}
