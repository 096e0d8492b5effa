using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Sqlite.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.Storage.Sqlite.Hosting;

/// <summary>Puts the SQLite store into a host.</summary>
public static class SqliteStorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the SQLite store as the host's <see cref="IEventStorage"/>. Call it before what writes on its own, so that it stops after it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options, on top of what the configuration says in <c>Storage:Sqlite</c>.</param>
    public static IServiceCollection AddSqliteEventStorage(this IServiceCollection services, Action<SqliteStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<SqliteStorageOptions>().BindConfiguration("Storage:Sqlite").ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStorageOptions>, SqliteStorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => SqliteEventStorage.Open(
            provider.GetRequiredService<IOptions<SqliteStorageOptions>>().Value,
            provider.GetRequiredService<IOptions<EventLimits>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteEventStorage>>()));
        services.TryAddSingleton<IEventStorage>(provider => provider.GetRequiredService<SqliteEventStorage>());
        services.AddHostedService<SqliteStorageHost>();
        services.AddHostedService<StoreScrub>();
        return services;
    }
}
