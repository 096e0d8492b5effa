using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
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
        var place = StoreLocation.Describe(app.Configuration, app.Environment, app.Services.GetRequiredService<IOptions<CassandraOptions>>().Value);
        var addresses = ((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine($"EventAdmin is at {string.Join(" and ", addresses)} (Ctrl+C stops it).");
        try
        {
            var categories = (await storage.ListCategoriesAsync(includeSystem: false, CancellationToken.None)).Value;
            Console.WriteLine(
                $"Its store is {place} ({categories.Sum(category => category.Events)} events in {categories.Sum(category => category.Streams)} streams).");
        }
        catch (EventStorageException e)
        {
            // A cluster may be away; the app waits for it, and says so on every page.
            Console.WriteLine($"Its store is {place}, which is not there yet: {e.Message}");
        }
    }
}
