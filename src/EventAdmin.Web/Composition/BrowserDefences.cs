using EventAdmin.Web.Http;
using EventAdmin.Web.Security;

namespace EventAdmin.Web.Composition;

/// <summary>What the browser is told a page of ours may do, and what pages of others may not.</summary>
internal static class BrowserDefences
{
    public static void UseBrowserDefences(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<SameOrigin>();
    }
}
