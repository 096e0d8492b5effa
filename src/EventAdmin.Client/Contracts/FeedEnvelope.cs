namespace EventAdmin.Client.Contracts;

/// <summary>What a subscription delivers at once.</summary>
public sealed record FeedEnvelope
{
    /// <summary>The events, in feed order; may be empty where only the position moved.</summary>
    public IReadOnlyList<FeedEvent> Events { get; init; } = [];

    /// <summary>Everything up to here is delivered. Opaque: keep it as the checkpoint once the events are handled.</summary>
    public required string Position { get; init; }

    /// <summary>True when nothing newer was durable when the envelope was made.</summary>
    public bool IsCaughtUp { get; init; }

    /// <summary>Why the request was refused; such an envelope is the only one. Null otherwise.</summary>
    public string? Refusal { get; init; }
}
