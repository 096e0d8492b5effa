using System.Text.Encodings.Web;
using EventAdmin.Web.Features.Append;
using EventAdmin.Web.Features.Export;
using EventAdmin.Web.Features.Wall;
using EventAdmin.Web.Http;

namespace EventAdmin.Web.Composition;

/// <summary>What other programs and downloads reach: the hub and the API.</summary>
internal static class Interfaces
{
    public static void AddInterfaces(this WebApplicationBuilder builder) => builder.Services
        .AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.StreamBufferCapacity = 10;
            hub.EnableDetailedErrors = false;
        })
        // Messages are never part of a page, so their text needs no escapes for HTML; payloads are a third shorter without.
        .AddJsonProtocol(json => json.PayloadSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    public static void MapInterfaces(this WebApplication app)
    {
        app.MapHub<FeedHub>(FeedHub.Path);
        app.MapAppend();
        app.MapPayload();
        app.MapExports();
        app.MapWall();
    }
}
