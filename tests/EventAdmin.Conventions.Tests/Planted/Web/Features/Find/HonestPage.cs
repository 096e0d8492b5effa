using EventAdmin.Conventions.Tests.Planted.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventAdmin.Conventions.Tests.Planted.Web.Features.Find;

/// <summary>Asks only for what a component may have.</summary>
internal sealed class HonestPage(Clock clock, ILogger<HonestPage> logger) : ComponentBase
{
    public (Clock Clock, ILogger<HonestPage> Logger) Given => (clock, logger);

    [Inject]
    private FindService Service { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IOptions<Clock> Options { get; set; } = null!;
}
