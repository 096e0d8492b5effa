using System.Text.Encodings.Web;
using EventAdmin.Web.Features.Append;
using EventAdmin.Web.Features.Export;
using EventAdmin.Web.Features.Find;
using EventAdmin.Web.Features.Reading;
using EventAdmin.Web.Features.Replay;
using EventAdmin.Web.Features.Wall;
using EventAdmin.Web.Http.Api;
using EventAdmin.Web.Http.Description;
using EventAdmin.Web.Http.Feeds;

namespace EventAdmin.Web.Composition;

/// <summary>What other programs and downloads reach: the hub and the API.</summary>
internal static class Interfaces
{
    public static void AddInterfaces(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AppendService>();
        builder.Services.AddSingleton<ReadingService>();
        builder.Services.AddSingleton<LiveReaders>();
        builder.Services.AddSingleton<LiveWriterFactory>();
        builder.Services.AddApiDescription();
        builder.Services
            .AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = 32 * 1024;
                hub.MaximumParallelInvocationsPerClient = 1;
                hub.StreamBufferCapacity = 10;
                hub.EnableDetailedErrors = false;
            })
            // Messages are never part of a page, so their text needs no escapes for HTML; payloads are a third shorter without.
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }

    public static void MapInterfaces(this WebApplication app)
    {
        app.MapHub<FeedHub>(FeedHub.Path);
        app.MapAppends();
        app.MapStreams();
        app.MapEvents();
        app.MapFeed();
        app.MapLive();
        app.MapState();
        app.MapFind();
        app.MapExports();
        app.MapWall();
        app.MapApiDescription();
    }

    /// <summary>Behind what answers with pages: a request of the API that fails is answered here, and by no page.</summary>
    public static void UseApiProblems(this WebApplication app) => app.UseMiddleware<ProblemAnswers>();
}
