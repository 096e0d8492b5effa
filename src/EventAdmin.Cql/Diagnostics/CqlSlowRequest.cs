namespace EventAdmin.Cql.Diagnostics;

/// <summary>A request that was slow or failed, kept for people. Holds no values and none of the server's words.</summary>
public sealed record CqlSlowRequest
{
    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The class of work that its caller named.</summary>
    public required string Label { get; init; }

    /// <summary>What it does: Read, IdempotentWrite, Write or Conditional.</summary>
    public required string Kind { get; init; }

    /// <summary>The text of a prepared statement; null for others, whose text may hold values.</summary>
    public string? Text { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What it is worth if it failed: NotExecuted, Unknown or Failed; null when it was answered.</summary>
    public string? Outcome { get; init; }

    /// <summary>What failed, by name; null when it was answered.</summary>
    public string? Error { get; init; }

    /// <summary>Its attempts in order.</summary>
    public IReadOnlyList<CqlSlowAttempt> Attempts { get; init; } = [];
}

/// <summary>One attempt of a slow or failed request.</summary>
/// <param name="Address">The node's address; empty when none was reached.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Phase">How far it had come.</param>
/// <param name="Error">What failed, by name; null when it was answered.</param>
public sealed record CqlSlowAttempt(string Address, TimeSpan Elapsed, string Phase, string? Error);
