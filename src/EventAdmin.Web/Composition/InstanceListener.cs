using System.Net;
using EventAdmin.Storage.Cassandra;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Web.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Composition;

/// <summary>
/// Where other instances of the app reach this one, to hand it the appends of a store whose shard it owns: HTTP/2 on an address of its own, at
/// which nothing else is. Whoever has not the shared key is sent away.
/// </summary>
internal sealed class InstanceListener(CassandraEventStorage storage, IOptions<CassandraOptions> options) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.InstanceAddress is not { } address)
            return;
        ListenAddresses.Check($"{CassandraOptions.Section}:{nameof(CassandraOptions.InstanceAddress)}", address.ToString());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A channel stays open, and is silent for as long as nobody appends.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.TryParse(address.DnsSafeHost, out var ip) ? ip : IPAddress.Loopback, address.Port, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        _app.MapPost(CassandraEventStorage.InstancePath, async (HttpContext context) =>
        {
            // The other end waits for it before it says anything.
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await storage.ServeInstanceAsync(context.Request.Body, context.Response.Body, context.RequestAborted);
        });
        await _app.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Channels do not end by themselves; whoever waits at one asks the next owner.
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        if (_app is not null)
            await _app.StopAsync(atOnce.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
