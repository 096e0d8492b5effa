using System.Net;

namespace EventAdmin.Cql.Sessions;

/// <summary>What the server recorded about one request.</summary>
public sealed record CqlTrace
{
    /// <summary>The trace's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The node that coordinated the request.</summary>
    public IPAddress? Coordinator { get; init; }

    /// <summary>Where the request came from.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>When it began, by the coordinator's clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long the coordinator took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What was asked, in the server's words.</summary>
    public string Request { get; init; } = "";

    /// <summary>The request's parameters; the server puts bound values among them.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the nodes did, in the order of their writing it down.</summary>
    public IReadOnlyList<CqlTraceStep> Steps { get; init; } = [];
}

/// <summary>One line of a trace.</summary>
/// <param name="Activity">What was done, in the server's words, for people only.</param>
/// <param name="Source">The node that did it.</param>
/// <param name="SourceElapsed">How long that node had been at it; null where it did not say.</param>
/// <param name="Thread">The server's thread.</param>
public sealed record CqlTraceStep(string Activity, IPAddress? Source, TimeSpan? SourceElapsed, string Thread);
