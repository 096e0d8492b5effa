using EventAdmin.EventSourcing.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventAdmin.Web.Features.Operations;

/// <summary>A store that can't be read is unhealthy; one that takes no appends is degraded, since its pages work.</summary>
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
            return HealthCheckResult.Unhealthy($"The store can't be read: {e.Message}");
        }

        return storage.Health switch
        {
            { DegradedReason: { } reason } => HealthCheckResult.Degraded($"The store serves reads only: {reason}"),
            { FullSince: not null } => HealthCheckResult.Degraded("The disk of the store is full."),
            { Quarantined.Count: > 0 } => HealthCheckResult.Degraded("Some streams are damaged."),
            { Warnings: { Count: > 0 } warnings } => HealthCheckResult.Degraded(string.Join(' ', warnings)),
            _ => HealthCheckResult.Healthy(storage.Capabilities.FreshnessSentence),
        };
    }
}
