using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Features.Append;

/// <summary>The one door of other programs to appending. Thread-safe.</summary>
public sealed class AppendService(EventStore store)
{
    /// <summary>Stores an append, all of it or none, and answers only when it is durable.</summary>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var stream in request.Streams)
        {
            if (stream.Stream.IsSystem)
            {
                return Task.FromResult<AppendOutcome>(new AppendOutcome.Refused(
                    RefusalReason.Invalid, $"Stream '{stream.Stream}' is one of the system's own: those start with '$'."));
            }
        }

        return store.AppendAsync(request, cancellationToken);
    }
}
