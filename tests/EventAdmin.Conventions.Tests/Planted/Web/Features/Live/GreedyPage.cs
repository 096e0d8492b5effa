using EventAdmin.Conventions.Tests.Planted.Web.Features.Find;
using EventAdmin.EventSourcing.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace EventAdmin.Conventions.Tests.Planted.Web.Features.Live;

/// <summary>Asks for everything that a component may not have, and inherits one more.</summary>
internal sealed class GreedyPage(IEventStorage storage) : GreedyPanel
{
    public IEventStorage Given => storage;

    [Inject]
    private FindService AnotherFeature { get; set; } = null!;

    [Inject]
    private IServiceProvider Locator { get; set; } = null!;

    [Inject]
    private IOptions<StoreCapabilities> Wrapped { get; set; } = null!;
}

/// <summary>Hides what it asks for from those who inherit it.</summary>
internal abstract class GreedyPanel : ComponentBase
{
    [Inject]
    private EventStore Store { get; set; } = null!;
}
