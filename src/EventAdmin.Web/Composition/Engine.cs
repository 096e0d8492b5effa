using EventAdmin.EventSourcing.Hosting;
using EventAdmin.Samples.Downloads.Hosting;
using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Storage.Cassandra.Hosting;
using EventAdmin.Storage.Sqlite.Configuration;
using EventAdmin.Storage.Sqlite.Hosting;

namespace EventAdmin.Web.Composition;

/// <summary>The engine, its store and the sample.</summary>
internal static class Engine
{
    private const string SchemaKey = $"{CassandraOptions.Section}:{nameof(CassandraOptions.Schema)}";

    public static void AddEngine(this WebApplicationBuilder builder)
    {
        // What writes by itself is registered after the store, so that it stops before it.
        if (StoreProvider.IsCassandra(builder.Configuration))
            builder.AddCluster();
        else
            builder.AddEmbeddedStore();
        builder.Services.AddEventSourcing();
        builder.Services.AddDownloadsSample();
    }

    private static void AddEmbeddedStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddSqliteEventStorage();
        builder.Services.AddOptions<SqliteStorageOptions>().Configure<IConfiguration, IHostEnvironment>(
            (options, configuration, environment) => options.Path = StoreLocation.Find(configuration, environment));
    }

    private static void AddCluster(this WebApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddCassandraStorage(options => options.IsOneCopyAllowed = isDevelopment);
        builder.Services.AddHostedService<InstanceListener>();
        builder.Services.AddOptions<CassandraOptions>()
            .Configure<IConfiguration>((options, configuration) =>
            {
                if (isDevelopment && configuration[SchemaKey] is null)
                    options.Schema = SchemaMode.Migrate;
            })
            .Validate(
                options => isDevelopment || options.Schema == SchemaMode.Require,
                $"{SchemaKey} is Migrate, which is for Development; elsewhere run 'store migrate' once.");
    }
}
