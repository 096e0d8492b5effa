using EventAdmin.Web.Http;
using Microsoft.Extensions.Options;

namespace EventAdmin.Web.Features.Wall;

/// <summary>Registers the wall; its boards are checked when the server starts.</summary>
internal static class WallServices
{
    public static void AddWall(this IServiceCollection services)
    {
        services.AddOptions<WallOptions>().BindConfiguration(WallOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WallOptions>, WallOptionsValidation>();
        services.AddSingleton<PageAssets>();
        services.AddSingleton<WallReaderParts>();
        services.AddSingleton(provider => new WallService(
            provider.GetRequiredService<IOptions<WallOptions>>(), provider.GetRequiredService<WallReaderParts>()));
    }
}
