using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventAdmin.Web.Features.Operations;

/// <summary>
/// A store that can't be read is unhealthy; one that takes no appends is degraded, since its pages work. Anybody may ask, so no stream and
/// no path is named.
/// </summary>
internal sealed class StoreHealthCheck(IEventStorage storage) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await storage.FindFeedHeadAsync(cancellationToken);
        }
        catch (EventStorageException e)
        {
            return HealthCheckResult.Unhealthy("The store can't be read.", e);
        }

        return storage.Health switch
        {
            { DegradedReason: not null } => HealthCheckResult.Degraded("The store serves reads only; its page says why."),
            { FullSince: not null } => HealthCheckResult.Degraded("The disk of the store is full."),
            { Quarantined.Count: > 0 } => HealthCheckResult.Degraded("Some streams are damaged."),
            { Warnings: { Count: > 0 } warnings } => HealthCheckResult.Degraded(string.Join(' ', warnings)),
            _ => HealthCheckResult.Healthy(storage.Capabilities.FreshnessSentence),
        };
    }
}
