namespace EventAdmin.Client.Contracts;

/// <summary>Why a request was not answered as asked (RFC 9457). Every answer of the API above 399 has this body.</summary>
public sealed record ApiProblem
{
    /// <summary>What every type starts with.</summary>
    public const string TypePrefix = "urn:eventadmin:";

    /// <summary>The value of <see cref="Outcome"/> when nothing was stored or changed.</summary>
    public const string NotExecuted = "not-executed";

    /// <summary>The value of <see cref="Outcome"/> when nothing was stored because a stream is not as expected.</summary>
    public const string IsConflict = "conflict";

    /// <summary>The value of <see cref="Outcome"/> when it is not known whether anything was stored: ask again with the same ids.</summary>
    public const string Unknown = "unknown";

    /// <summary>The kind of problem, for programs: <c>urn:eventadmin:</c> and a name that never changes its meaning.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem, for people.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What was found and what is allowed, for people.</summary>
    public string? Detail { get; init; }

    /// <summary><c>not-executed</c>: nothing was stored; <c>conflict</c>: nothing was stored, a stream is not as expected; <c>unknown</c>: ask again with the same ids.</summary>
    public string? Outcome { get; init; }

    /// <summary>Of a conflict: the stream that is not as expected; of other problems the stream meant, where there is one.</summary>
    public string? Stream { get; init; }

    /// <summary>Of a conflict: what was expected of the stream.</summary>
    public string? Expected { get; init; }

    /// <summary>Of a conflict: the stream's newest version; null when it has no events.</summary>
    public long? Actual { get; init; }

    /// <summary>Of an unknown outcome: the append to ask for again.</summary>
    public Guid? AppendId { get; init; }

    /// <summary>The query parameter or header that is wrong.</summary>
    public string? Parameter { get; init; }

    /// <summary>The name of the limit that was exceeded.</summary>
    public string? Limit { get; init; }

    /// <summary>What the server's log calls this request.</summary>
    public string? TraceId { get; init; }
}
