using Bunit;
using EventAdmin.Web.Components.Navigation;
using EventAdmin.Web.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EventAdmin.Web.Tests.Components;

/// <summary>The one context in which components are tested: their real services, a clock of ours, and a browser that answers anything.</summary>
internal sealed class ComponentHost : BunitContext
{
    public ComponentHost()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSharedComponents();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddOptions<EnvironmentBandOptions>();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
}
