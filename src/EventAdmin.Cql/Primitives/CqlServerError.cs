using System.Net;

namespace EventAdmin.Cql.Primitives;

/// <summary>An ERROR answer with everything its body told. What an error of this code does not carry is null or empty.</summary>
public sealed record CqlServerError
{
    /// <summary>The error's code; <see cref="CqlErrorCode.ServerError"/> for a code that this client does not know.</summary>
    public required CqlErrorCode Code { get; init; }

    /// <summary>The code as it was sent, known or not.</summary>
    public required int CodeNumber { get; init; }

    /// <summary>The server's words, for people only.</summary>
    public required string Message { get; init; }

    /// <summary>The level that was asked for.</summary>
    public CqlConsistency? Consistency { get; init; }

    /// <summary>How many replicas answered; for <see cref="CqlErrorCode.Unavailable"/> how many are alive.</summary>
    public int? Received { get; init; }

    /// <summary>How many replicas had to answer.</summary>
    public int? Required { get; init; }

    /// <summary>What kind of write it was.</summary>
    public CqlWriteType? WriteType { get; init; }

    /// <summary>How often a conditional write met another one (protocol 5 only).</summary>
    public int? Contentions { get; init; }

    /// <summary>For reads: whether the replica that was asked for the data itself answered.</summary>
    public bool? IsDataPresent { get; init; }

    /// <summary>How many replicas failed.</summary>
    public int? Failures { get; init; }

    /// <summary>Why which replica failed (protocol 5 only): 0 unknown, 1 too many tombstones, 2 timeout, and so on.</summary>
    public IReadOnlyDictionary<IPAddress, int> Reasons { get; init; } = new Dictionary<IPAddress, int>();

    /// <summary>The keyspace that exists already, or of the function that failed.</summary>
    public string? Keyspace { get; init; }

    /// <summary>The table that exists already; empty when it is the keyspace.</summary>
    public string? Table { get; init; }

    /// <summary>The function that failed.</summary>
    public string? Function { get; init; }

    /// <summary>The types of the failed function's arguments.</summary>
    public IReadOnlyList<string> ArgumentTypes { get; init; } = [];

    /// <summary>The prepared id that the node does not know.</summary>
    public ReadOnlyMemory<byte> StatementId { get; init; }
}
