using EventAdmin.EventSourcing.Hosting;
using EventAdmin.EventSourcing.Serialization;
using EventAdmin.Samples.Downloads.Domain;
using EventAdmin.Samples.Downloads.History;
using EventAdmin.Samples.Downloads.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace EventAdmin.Samples.Downloads.Hosting;

/// <summary>Registers the sample.</summary>
public static class DownloadsSampleServices
{
    /// <summary>
    /// Adds the downloads sample to a host that has the engine: its event types, reducers, loader and trickle. Options bind to <c>Sample</c>
    /// and are checked at start. Nothing is loaded or appended unless they say so or someone asks the <see cref="SampleLoader"/>.
    /// </summary>
    public static IServiceCollection AddDownloadsSample(this IServiceCollection services)
    {
        services.AddOptions<DownloadsSampleOptions>().BindConfiguration(DownloadsSampleOptions.Section)
            .Validate(
                options => options.Trickle is null or "" || TrickleRate.TryParse(options.Trickle, out _),
                $"Sample:Trickle is not a rate such as 5/s, from 1/s to {TrickleRate.Max}/s.")
            .ValidateOnStart();
        services.AddEventTypes(DownloadsEventTypes.Register);
        services.AddEventTypes(SampleEventTypes.Register);
        services.AddSingleton(provider => DownloadsReducers.CreateCustomer(SerializerOf(provider)));
        services.AddSingleton(provider => DownloadsReducers.CreateLicense(SerializerOf(provider)));
        services.AddSingleton(provider => DownloadsReducers.CreateLicenseCorrected(SerializerOf(provider)));
        services.AddSingleton(provider => DownloadsReducers.CreateDownloads(SerializerOf(provider)));
        services.AddSingleton<SampleLoader>();
        services.AddSingleton<DownloadsGenerator>();
        services.AddHostedService<SampleAtStart>();
        services.AddHostedService<DownloadsTrickle>();
        return services;
    }

    private static EventSerializer SerializerOf(IServiceProvider provider) => provider.GetRequiredService<EventSerializer>();
}
