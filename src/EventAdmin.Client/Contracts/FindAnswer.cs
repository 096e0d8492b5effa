namespace EventAdmin.Client.Contracts;

/// <summary>What a text leads to: the answer of <c>GET /api/find</c>.</summary>
public sealed record FindAnswer
{
    /// <summary>The text, without white space around it.</summary>
    public required string Text { get; init; }

    /// <summary>What it was taken for, in words.</summary>
    public required string TakenAs { get; init; }

    /// <summary>What was found, by kind; kinds without a hit are left out.</summary>
    public required IReadOnlyList<FindAnswerGroup> Groups { get; init; }
}

/// <summary>Hits of one kind.</summary>
public sealed record FindAnswerGroup
{
    /// <summary>Such as <c>Streams</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The hits, the best first; at most 50.</summary>
    public required IReadOnlyList<FindAnswerHit> Hits { get; init; }
}

/// <summary>One place that a text leads to.</summary>
public sealed record FindAnswerHit
{
    /// <summary><c>stream</c>, <c>category</c>, <c>event</c>, <c>correlation</c>, <c>causation</c>, <c>append</c> or <c>type</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name or id; of an event its sentence.</summary>
    public required string Text { get; init; }

    /// <summary>A few words beside it.</summary>
    public required string Detail { get; init; }

    /// <summary>True when the text names exactly this.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The stream, of a stream or an event.</summary>
    public string? Stream { get; init; }

    /// <summary>The version, of an event.</summary>
    public long? Version { get; init; }

    /// <summary>The path of its page in the app.</summary>
    public required string Page { get; init; }
}
