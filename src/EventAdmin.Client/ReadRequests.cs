namespace EventAdmin.Client;

/// <summary>Which events of a stream are read, and from where.</summary>
public sealed record StreamReadRequest
{
    /// <summary>The stream's id.</summary>
    public required string Stream { get; init; }

    /// <summary>The first version to read; null for the stream's first event, or its newest when read backward.</summary>
    public long? From { get; init; }

    /// <summary>True to read from newer to older.</summary>
    public bool IsBackward { get; init; }

    /// <summary>Only these event types; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}

/// <summary>Which streams of the catalogue are listed.</summary>
public sealed record StreamsRequest
{
    /// <summary>Only streams whose id starts so; null for all.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only this category; null for all.</summary>
    public string? Category { get; init; }
}

/// <summary>The moment of a replay, and who folds.</summary>
public sealed record ReplayRequest
{
    /// <summary>The stream's id.</summary>
    public required string Stream { get; init; }

    /// <summary><c>now</c>, a version (<c>v57</c>) or an instant in ISO 8601; null for now.</summary>
    public string? At { get; init; }

    /// <summary><c>recorded</c> or <c>occurred</c>: which time an instant means; null for recorded.</summary>
    public string? By { get; init; }

    /// <summary>The reducer's name; null for the stream's own.</summary>
    public string? As { get; init; }
}
