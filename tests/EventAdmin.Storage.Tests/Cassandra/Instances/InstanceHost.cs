using EventAdmin.Storage.Cassandra.Instances;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Storage.Tests.Cassandra.Instances;

/// <summary>Where an instance is reached by others: HTTP/2 on a port of its own.</summary>
internal sealed class InstanceHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InstanceHost(WebApplication app) => _app = app;

    /// <summary>Where it is reached.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts it.</summary>
    /// <param name="serve">Serves one other instance.</param>
    public static async Task<InstanceHost> StartAsync(Func<Stream, Stream, CancellationToken, Task> serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapPost(Http2Transport.Path, async (HttpContext context) =>
        {
            // The other end waits for it before it says anything.
            await context.Response.Body.FlushAsync();
            await serve(context.Request.Body, context.Response.Body, context.RequestAborted);
        });
        await app.StartAsync();
        return new InstanceHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
