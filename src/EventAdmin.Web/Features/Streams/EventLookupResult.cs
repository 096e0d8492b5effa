using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Web.Features.Streams;

/// <summary>What became of asking for one event. Switch on every case.</summary>
public abstract record EventLookupResult
{
    private EventLookupResult()
    {
    }

    public sealed record Found(EventDetails Details) : EventLookupResult;

    /// <summary>The stream has events, not this one.</summary>
    public sealed record NoSuchVersion(StreamHead Head) : EventLookupResult;

    public sealed record NoSuchStream(IReadOnlyList<string> Near) : EventLookupResult;
}
