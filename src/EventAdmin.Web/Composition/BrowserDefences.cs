using EventAdmin.Web.Http;

namespace EventAdmin.Web.Composition;

/// <summary>Headers that tell the browser what a page of ours may do.</summary>
internal static class BrowserDefences
{
    public static void UseBrowserDefences(this WebApplication app) => app.UseMiddleware<SecurityHeaders>();
}
