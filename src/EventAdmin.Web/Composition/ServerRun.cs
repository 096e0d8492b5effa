using EventAdmin.EventSourcing.Storage;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Composition;

/// <summary>The life of the server: what must hold before it starts, the start, what it says then, and the wait for its end.</summary>
internal static class ServerRun
{
    public static async Task RunToEndAsync(this WebApplication app, StartPhase phase)
    {
        await using (app)
        {
            app.ListenOnLoopback();
            app.Services.GetService<IStartupValidator>()?.Validate();
            // Opened before anything else runs, so that a store that can't be used is the only thing there is to report.
            var storage = app.Services.GetRequiredService<IEventStorage>();
            await app.StartAsync();
            phase.End();
            await AnnounceAsync(app, storage);
            await app.WaitForShutdownAsync();
        }
    }

    private static async Task AnnounceAsync(WebApplication app, IEventStorage storage)
    {
        var categories = (await storage.ListCategoriesAsync(includeSystem: false, CancellationToken.None)).Value;
        var path = StoreLocation.Find(app.Configuration, app.Environment);
        var addresses = ((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine($"EventAdmin is at {string.Join(" and ", addresses)} (Ctrl+C stops it).");
        Console.WriteLine(
            $"Its store is {path} ({categories.Sum(category => category.Events)} events in {categories.Sum(category => category.Streams)} streams).");
    }
}
