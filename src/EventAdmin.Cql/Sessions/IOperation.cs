using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>What the executor needs to know of a request. Implemented by structs, used as a constraint.</summary>
/// <typeparam name="TResult">What its answer becomes.</typeparam>
internal interface IOperation<TResult>
{
    CqlStatementKind Kind { get; }

    /// <summary>The message's name, for telemetry.</summary>
    string Name { get; }

    string? Keyspace { get; }

    /// <summary>The text of a prepared statement; null for others, whose text may hold values.</summary>
    string? Text { get; }

    /// <summary>The columns that an answer without columns has, at this moment; null when every answer brings its own.</summary>
    ResultMetadata? Metadata { get; }

    /// <summary>The durations of the same statement; null for requests that are never speculated.</summary>
    LatencyWindow? Latencies { get; }

    /// <summary>The token of the partition; false when it has none or it is not known.</summary>
    bool TryGetToken(out long token);

    ValueTask<CqlReply> SendAsync(
        CqlConnection connection, ResultMetadata? metadata, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>The statement that a node does not know any more; null when the request has no such statement.</summary>
    PreparedStatement? FindStatement(ReadOnlySpan<byte> id);

    /// <summary>Makes the result of an answer that is no error.</summary>
    /// <exception cref="CqlProtocolException">It is not an answer to this request.</exception>
    TResult Complete(CqlReply reply, in Response response, ResultMetadata? metadata, CqlExecution execution);
}
