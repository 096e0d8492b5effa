using System.Collections.ObjectModel;

namespace EventAdmin.EventSourcing.Events;

/// <summary>What is known about an event beside its data. Every part may be absent.</summary>
public sealed record EventMetadata
{
    /// <summary>Metadata in which nothing is known.</summary>
    public static readonly EventMetadata None = new();

    /// <summary>The request that a chain of events belongs to; at most 256 characters.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The event or command that caused this one; at most 256 characters.</summary>
    public string? CausationId { get; init; }

    /// <summary>Who or what acted; at most 256 characters.</summary>
    public string? Actor { get; init; }

    /// <summary>The context in which the event happened (CloudEvents <c>source</c>, a URI reference); null when the writer gave none.</summary>
    public string? Source { get; init; }

    /// <summary>Further attributes (CloudEvents extensions among them): name to the JSON text of the value, kept byte for byte.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Equal when every part is, the extensions by content.</summary>
    public bool Equals(EventMetadata? other) =>
        other is not null && CorrelationId == other.CorrelationId && CausationId == other.CausationId && Actor == other.Actor
        && Source == other.Source && Extensions.Count == other.Extensions.Count
        && Extensions.All(pair => other.Extensions.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(CorrelationId, CausationId, Actor, Source, Extensions.Count);
}
