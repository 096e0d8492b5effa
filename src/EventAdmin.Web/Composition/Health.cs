using EventAdmin.Web.Features.Operations;
using EventAdmin.Web.Http;

namespace EventAdmin.Web.Composition;

/// <summary>Health checks and the endpoints that answer them. A check with the tag <c>ready</c> decides readiness.</summary>
internal static class Health
{
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: [HealthEndpoints.ReadyTag]);

    public static void MapHealth(this WebApplication app) => app.MapHealthEndpoints();
}
