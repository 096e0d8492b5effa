using EventAdmin.Web.Features.Live;
using EventAdmin.Web.Features.Replay;

namespace EventAdmin.Web.Composition;

/// <summary>What the pages need: one service a feature.</summary>
internal static class Pages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FeedService>();
        builder.Services.AddSingleton<ReplayService>();
    }
}
