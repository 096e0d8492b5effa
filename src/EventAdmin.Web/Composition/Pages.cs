using EventAdmin.Storage.Cassandra.Configuration;
using EventAdmin.Web.Components.Find;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Recent;
using EventAdmin.Web.Components.Shell;
using EventAdmin.Web.Features.Find;
using EventAdmin.Web.Features.Live;
using EventAdmin.Web.Features.Operations;
using EventAdmin.Web.Features.Replay;
using EventAdmin.Web.Features.Streams;
using EventAdmin.Web.Features.Wall;
using EventAdmin.Web.Features.Welcome;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Composition;

/// <summary>What the pages need: one service a feature.</summary>
internal static class Pages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Viewport>();
        builder.Services.AddScoped<RecentStreams>();
        builder.Services.AddSingleton<FindService>();
        builder.Services.AddSingleton<IFindSuggestions>(provider => provider.GetRequiredService<FindService>());
        builder.Services.AddSingleton<StreamsService>();
        builder.Services.AddSingleton<FeedService>();
        builder.Services.AddSingleton<ReplayService>();
        builder.Services.AddSingleton<WelcomeService>();
        builder.Services.AddSingleton<OperationsService>();
        builder.Services.AddSingleton<IStoreNotices>(provider => provider.GetRequiredService<OperationsService>());
        builder.Services.AddWall();
        builder.Services.AddOptions<WelcomeOptions>().Configure<IConfiguration, IHostEnvironment, IOptions<CassandraOptions>>(
            (options, configuration, environment, cluster) =>
            {
                options.StorePath = StoreLocation.Describe(configuration, environment, cluster.Value);
                options.IsFile = !StoreProvider.IsCassandra(configuration);
            });
    }
}
