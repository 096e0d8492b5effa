using EventAdmin.EventSourcing.Hosting;
using EventAdmin.Samples.Downloads.Hosting;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Hosting;

namespace EventAdmin.Web.Composition;

/// <summary>The engine, its store and the sample.</summary>
internal static class Engine
{
    public static void AddEngine(this WebApplicationBuilder builder)
    {
        // What writes by itself is registered after the store, so that it stops before it.
        builder.Services.AddSqliteEventStorage();
        builder.Services.AddOptions<SqliteStorageOptions>().Configure<IConfiguration, IHostEnvironment>(
            (options, configuration, environment) => options.Path = StoreLocation.Find(configuration, environment));
        builder.Services.AddEventSourcing();
        builder.Services.AddDownloadsSample();
    }
}
