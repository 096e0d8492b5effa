using EventAdmin.Web.Components.Lists;

namespace EventAdmin.Web.Features.Streams;

/// <summary>What an event hangs together with; only what is in this store.</summary>
public sealed record EventLinks
{
    /// <summary>The event that caused it.</summary>
    public required EventRow? Cause { get; init; }

    /// <summary>Events that it caused, in feed order.</summary>
    public required IReadOnlyList<EventRow> Effects { get; init; }

    /// <summary>Other events of its correlation, in feed order.</summary>
    public required IReadOnlyList<EventRow> Correlated { get; init; }

    /// <summary>True when there are more than those listed.</summary>
    public required bool HasMore { get; init; }

    public bool IsEmpty => Cause is null && Effects.Count is 0 && Correlated.Count is 0;
}
