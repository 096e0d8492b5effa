using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Feed;
using EventAdmin.EventSourcing.Replay;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.EventSourcing.Storage;
using EventAdmin.EventSourcing.Streams;
using EventAdmin.EventSourcing.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EventAdmin.EventSourcing.Hosting;

/// <summary>Registers the engine.</summary>
public static class EventSourcingServices
{
    /// <summary>
    /// Adds the engine around an <see cref="IEventStorage"/> that is registered apart: registry, serializer, sentences, door to the store,
    /// command runner, replayer, import, export and feed. Options bind to <c>EventSourcing:Limits</c>, <c>:Feed</c>, <c>:Replay</c> and <c>:Commands</c> and are
    /// checked at start.
    /// </summary>
    public static IServiceCollection AddEventSourcing(this IServiceCollection services)
    {
        services.AddOptions<EventLimits>().BindConfiguration("EventSourcing:Limits").ValidateDataAnnotations()
            .Validate(
                limits => limits.AppendBytesMax >= limits.EventBytesMax,
                "EventSourcing:Limits:AppendBytesMax is below EventBytesMax: the largest event could never be appended.")
            .ValidateOnStart();
        services.AddOptions<FeedOptions>().BindConfiguration("EventSourcing:Feed").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ReplayOptions>().BindConfiguration("EventSourcing:Replay").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CommandOptions>().BindConfiguration("EventSourcing:Commands").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<EventLimits>>().Value);
        services.TryAddSingleton(BuildRegistry);
        services.TryAddSingleton<EventSerializer>();
        services.TryAddSingleton<SentenceWriter>();
        services.TryAddSingleton<EventStore>();
        services.TryAddSingleton<IEventReader>(provider => provider.GetRequiredService<IEventStorage>());
        services.TryAddSingleton<IEventCatalog>(provider => provider.GetRequiredService<IEventStorage>());
        services.TryAddSingleton<ISnapshotStore>(provider => provider.GetRequiredService<IEventStorage>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<ReplayOptions>>().Value);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<CommandOptions>>().Value);
        services.TryAddSingleton<ReducerRegistry>();
        services.TryAddSingleton<Replayer>();
        services.TryAddSingleton<CommandRunner>();
        services.TryAddSingleton<StreamImporter>();
        services.TryAddSingleton<StreamExporter>();
        services.TryAddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        return services;
    }

    /// <summary>Adds event types to the registry that <see cref="AddEventSourcing"/> builds.</summary>
    public static IServiceCollection AddEventTypes(this IServiceCollection services, Action<EventTypeRegistryBuilder> register) =>
        services.AddSingleton(new EventTypeContribution(register));

    /// <summary>Adds a reducer, as the first choice for streams of <paramref name="categories"/>; for all as a further choice when there are none.</summary>
    public static IServiceCollection AddReducer(
        this IServiceCollection services, Func<IServiceProvider, IReducer> create, params IReadOnlyList<string> categories) =>
        services.AddSingleton(provider => new ReducerRegistration(create(provider), categories));

    private static EventTypeRegistry BuildRegistry(IServiceProvider provider)
    {
        var builder = new EventTypeRegistryBuilder();
        foreach (var contribution in provider.GetServices<EventTypeContribution>())
            contribution.Register(builder);
        return builder.Build();
    }

    private sealed record EventTypeContribution(Action<EventTypeRegistryBuilder> Register);
}
