using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Sessions;

/// <summary>EXECUTE of a prepared statement.</summary>
internal readonly struct ExecuteOperation(PreparedStatement statement, ReadOnlyMemory<byte> values, long? token, QueryParameters parameters, RequestExtras extras)
    : IOperation<CqlResult>
{
    public CqlStatementKind Kind => statement.Kind;

    public string Name => "EXECUTE";

    public string? Keyspace => statement.Keyspace;

    public string? Text => statement.Text;

    public ResultMetadata? Metadata => statement.Result;

    public LatencyWindow? Latencies => statement.Latencies;

    public bool TryGetToken(out long found)
    {
        found = token.GetValueOrDefault();
        return token.HasValue;
    }

    public ValueTask<CqlReply> SendAsync(CqlConnection connection, ResultMetadata? metadata, Deadline deadline, CancellationToken cancellationToken)
    {
        // Version 4 does not tell when columns have changed (CASSANDRA-10786), so they always come along there.
        var skips = connection.Version >= CqlProtocolVersion.V5 && metadata!.Columns.Count > 0;
        var request = new ExecuteRequest(statement.Id, metadata!.Id, parameters with { Values = values, SkipMetadata = skips });
        return connection.SendAsync(request, extras, deadline, cancellationToken);
    }

    public PreparedStatement? FindStatement(ReadOnlySpan<byte> id) => statement;

    public CqlResult Complete(CqlReply reply, in Response response, ResultMetadata? metadata, CqlExecution execution)
    {
        // Conditional statements bring their columns and no id (CASSANDRA-13992): those are used and not kept.
        if (response.Rows is { NewMetadataId: { } id, Columns: { } columns })
            statement.Replace(new ResultMetadata(id, columns));
        return Results.Of(reply, response, metadata?.Columns, execution);
    }
}

/// <summary>BATCH of prepared statements, of one partition.</summary>
internal readonly struct BatchOperation(CqlBatch batch, ReadOnlyMemory<BatchEntry> entries, string? keyspace, long? token, BatchRequest request, RequestExtras extras)
    : IOperation<CqlResult>
{
    public CqlStatementKind Kind => batch.Kind;

    public string Name => "BATCH";

    public string? Keyspace => keyspace;

    public string? Text => batch.Entries[0].Statement.Text;

    public ResultMetadata? Metadata => null;

    public LatencyWindow? Latencies => null;

    public bool TryGetToken(out long found)
    {
        found = token.GetValueOrDefault();
        return token.HasValue;
    }

    public ValueTask<CqlReply> SendAsync(CqlConnection connection, ResultMetadata? metadata, Deadline deadline, CancellationToken cancellationToken)
        => connection.SendAsync(request with { Entries = entries }, extras, deadline, cancellationToken);

    public PreparedStatement? FindStatement(ReadOnlySpan<byte> id)
    {
        foreach (var entry in batch.Entries)
        {
            if (entry.Statement is PreparedStatement statement && statement.Id.Span.SequenceEqual(id))
                return statement;
        }

        return null;
    }

    public CqlResult Complete(CqlReply reply, in Response response, ResultMetadata? metadata, CqlExecution execution)
        => Results.Of(reply, response, null, execution);
}

/// <summary>QUERY: a statement as text, without values.</summary>
internal readonly struct QueryOperation(string text, CqlStatementKind kind, QueryParameters parameters, RequestExtras extras) : IOperation<CqlResult>
{
    public CqlStatementKind Kind => kind;

    public string Name => "QUERY";

    public string? Keyspace => null;

    public string? Text => null;

    public ResultMetadata? Metadata => null;

    public LatencyWindow? Latencies => null;

    public bool TryGetToken(out long token)
    {
        token = 0;
        return false;
    }

    public ValueTask<CqlReply> SendAsync(CqlConnection connection, ResultMetadata? metadata, Deadline deadline, CancellationToken cancellationToken)
        => connection.SendAsync(new QueryRequest(text, parameters), extras, deadline, cancellationToken);

    public PreparedStatement? FindStatement(ReadOnlySpan<byte> id) => null;

    public CqlResult Complete(CqlReply reply, in Response response, ResultMetadata? metadata, CqlExecution execution)
        => Results.Of(reply, response, null, execution);
}

/// <summary>PREPARE. Repeating it changes nothing, so it goes on like a read.</summary>
internal readonly struct PrepareOperation(string text, CqlStatementKind kind) : IOperation<PreparedStatement>
{
    public CqlStatementKind Kind => CqlStatementKind.Read;

    public string Name => "PREPARE";

    public string? Keyspace => null;

    public string? Text => text;

    public ResultMetadata? Metadata => null;

    public LatencyWindow? Latencies => null;

    public bool TryGetToken(out long token)
    {
        token = 0;
        return false;
    }

    public ValueTask<CqlReply> SendAsync(CqlConnection connection, ResultMetadata? metadata, Deadline deadline, CancellationToken cancellationToken)
        => connection.SendAsync(new PrepareRequest(text), deadline, cancellationToken);

    public PreparedStatement? FindStatement(ReadOnlySpan<byte> id) => null;

    public PreparedStatement Complete(CqlReply reply, in Response response, ResultMetadata? metadata, CqlExecution execution)
        => new(text, kind, response.Prepared, execution.Coordinator.HostId);
}

/// <summary>Makes results of answers.</summary>
internal static class Results
{
    // Never read and never returned to a pool: one for all answers without rows.
    private static readonly CqlPage NoRows = new(CqlColumns.None, default, 0, 0);

    public static CqlResult Of(CqlReply reply, in Response response, CqlColumns? prepared, CqlExecution execution)
    {
        if (response.Result is ResultKind.Void or ResultKind.SchemaChange or ResultKind.SetKeyspace)
            return new CqlResult { Page = NoRows, Execution = execution };
        if (response.Result != ResultKind.Rows)
            throw new CqlProtocolException($"{response.Opcode} {response.Result} came as the answer to a statement.");
        var page = CqlPage.Of(response.Rows, prepared, reply.TakeBody());
        return new CqlResult { Page = page, Applied = page.Applied, NextPage = response.Rows.PagingState, Execution = execution };
    }
}
