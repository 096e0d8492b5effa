using EventAdmin.Web.Components.Keyboard;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Components.Preferences;
using EventAdmin.Web.Components.Shell;
using EventAdmin.Web.Components.Text;
using EventAdmin.Web.Components.Time;
using MudBlazor.Services;

namespace EventAdmin.Web.Composition;

/// <summary>Pages, components and the circuit that carries them.</summary>
internal static class UserInterface
{
    public static void AddUserInterface(this WebApplicationBuilder builder)
    {
        // Unpublished builds outside Development answer static files with nothing unless this is said; published ones have no manifest to read.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddOptions<EnvironmentBandOptions>()
            .BindConfiguration(EnvironmentBandOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            circuit.DetailedErrors = builder.Environment.IsDevelopment();
            circuit.DisconnectedCircuitMaxRetained = 50;
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
            circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
            circuit.PersistedCircuitInMemoryMaxRetained = 200;
            circuit.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromHours(2);
        });
        builder.Services.AddMudServices();
        builder.Services.AddSharedComponents();
    }

    /// <summary>What the shared components need; also used by component tests.</summary>
    public static void AddSharedComponents(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<ViewerPreferences>();
        services.AddScoped<DisplayZone>();
        services.AddScoped<KeyboardShortcuts>();
        services.AddScoped<GoToTarget>();
        services.AddScoped<NavigationCounter>();
        services.AddScoped<TextClipboard>();
    }

    public static void MapUserInterface(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode =>
        {
            // Secrets and text of others share render batches: compressing them together would let sizes tell.
            mode.DisableWebSocketCompression = true;
            mode.ContentSecurityFrameAncestorsPolicy = "'none'";
        });
    }
}
