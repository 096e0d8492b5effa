using EventAdmin.Web.Security;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventAdmin.Web.Http;

/// <summary>Who asks and what they learn: a supervisor (live), a load balancer (ready), an open page (ui).</summary>
internal static class HealthEndpoints
{
    /// <summary>A check with it decides readiness.</summary>
    public const string ReadyTag = "ready";

    /// <summary>True for a check that decides readiness.</summary>
    public static bool IsReadiness(HealthCheckRegistration check) => check.Tags.Contains(ReadyTag);

    public static void MapHealthEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = IsReadiness, ResponseWriter = SayWhyAsync });
        endpoints.MapGet("/health/ui", AnswerOpenPage).ExcludeFromDescription();
    }

    // The status as ever, and behind it what each check has to say.
    private static Task SayWhyAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var said = report.Entries.Values.Select(entry => entry.Description).OfType<string>();
        return context.Response.WriteAsync(string.Join(": ", [report.Status.ToString(), .. said]), context.RequestAborted);
    }

    private static async Task<IResult> AnswerOpenPage(HealthCheckService checks, HttpContext context, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(IsReadiness, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new PageHealth { Ready = report.Status is not HealthStatus.Unhealthy, Build = BuildId.Value });
    }
}
