using EventAdmin.Web.Http;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EventAdmin.Web.Composition;

/// <summary>Where the app listens, and under which names it answers.</summary>
internal static class Listening
{
    // A page of another site that has its name point at this machine must not be taken for one of ours.
    private static readonly string[] HostsAnswered = ["localhost", "127.0.0.1", "[::1]"];

    public static void AddListening(this WebApplicationBuilder builder)
    {
        builder.Services.PostConfigure<HostFilteringOptions>(filter =>
        {
            filter.AllowedHosts = [.. HostsAnswered];
            filter.AllowEmptyHosts = false;
        });
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            // Endpoints are read by ListenAddresses alone, and once: a file that changes later must not open a port.
            kestrel.Configure(WithoutEndpoints(context.Configuration.GetSection("Kestrel")), reloadOnChange: false);
        });
    }

    /// <summary>Settles the addresses from the finished configuration.</summary>
    /// <exception cref="ListenRefusedException">An address is not loopback.</exception>
    public static void ListenOnLoopback(this WebApplication app)
    {
        var allowed = ListenAddresses.Read(app.Configuration);
        // A test server has no addresses.
        if (((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>() is not { } feature)
            return;
        foreach (var address in feature.Addresses)
            ListenAddresses.Check("The host", address);
        // A host that embeds the app may have named its own.
        if (feature.Addresses.Count > 0)
            return;
        foreach (var address in allowed)
            feature.Addresses.Add(address);
    }

    private static IConfigurationRoot WithoutEndpoints(IConfigurationSection kestrel) => new ConfigurationBuilder()
        .AddInMemoryCollection(kestrel.AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Key.Length > 0 && !pair.Key.StartsWith("Endpoints", StringComparison.OrdinalIgnoreCase)))
        .Build();
}
