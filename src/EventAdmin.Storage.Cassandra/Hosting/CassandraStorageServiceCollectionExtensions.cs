using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.Storage.Cassandra.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.Storage.Cassandra.Hosting;

/// <summary>Puts the Cassandra store into a host.</summary>
public static class CassandraStorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the Cassandra store as the host's <see cref="IEventStorage"/>. Call it before what writes on its own, so that it stops after it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options, on top of what the configuration says in <c>Storage:Cassandra</c>.</param>
    public static IServiceCollection AddCassandraStorage(this IServiceCollection services, Action<CassandraOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<CassandraOptions>().BindConfiguration(CassandraOptions.Section)
            .Configure<IConfiguration>(AddContactPoints).ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CassandraOptions>, CassandraOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new CassandraEventStorage(
            provider.GetRequiredService<IOptions<CassandraOptions>>().Value,
            provider.GetRequiredService<IOptions<EventLimits>>().Value,
            new StoreClocks(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<ILogger<CassandraEventStorage>>()));
        services.TryAddSingleton<IEventStorage>(provider => provider.GetRequiredService<CassandraEventStorage>());
        services.AddHostedService<CassandraStorageHost>();
        return services;
    }

    // On a command line and in an environment a list is one text.
    private static void AddContactPoints(CassandraOptions options, IConfiguration configuration)
    {
        if (configuration[$"{CassandraOptions.Section}:{nameof(options.ContactPoints)}"] is not { Length: > 0 } points)
            return;
        foreach (var point in points.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            options.ContactPoints.Add(point);
    }
}
