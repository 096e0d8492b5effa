using System.Buffers;
using System.Runtime.CompilerServices;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;
using EventAdmin.Cql.Types;

namespace EventAdmin.Cql.Sessions;

public sealed partial class CqlClient
{
    /// <summary>Executes a prepared statement.</summary>
    /// <param name="statement">From <see cref="PrepareAsync"/> of this client.</param>
    /// <param name="values">The values of its bind markers; they may be disposed when the task has ended.</param>
    /// <param name="call">How it is executed.</param>
    /// <param name="cancellationToken">Ends the waiting; see the remarks of this class.</param>
    /// <exception cref="ArgumentException">The call does not suit the statement.</exception>
    /// <exception cref="CqlEncodeException">The values do not suit the statement; nothing was sent.</exception>
    /// <exception cref="CqlException">It failed; <see cref="CqlException.Outcome"/> says what it may have done.</exception>
    public ValueTask<CqlResult> ExecuteAsync(ICqlStatement statement, CqlValues values, CqlCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        var prepared = Own(statement);
        CallCheck.Run(prepared.Kind, call);
        values.CheckComplete(prepared.BindColumns);
        if (prepared.Kind == CqlStatementKind.Conditional && values.HasUnset)
            throw new CqlEncodeException("A conditional statement has a value that is unset; a condition needs all of them.");
        long? token = values.TryGetToken(prepared.KeyMarkers, out var found) ? found : null;
        // The loser of two runs may still be writing its request when the caller has its answer and gives the values back.
        ReadOnlyMemory<byte> written = call.Speculate ? values.Written.ToArray() : values.Written;
        var parameters = ParametersOf(prepared.Kind, call) with { ValueCount = values.Count };
        var operation = new ExecuteOperation(prepared, written, token, parameters, ExtrasOf(call));
        return _executor.ExecuteAsync<ExecuteOperation, CqlResult>(operation, call, cancellationToken);
    }

    /// <summary>Executes statements of one partition together, without a log: all of them or none.</summary>
    /// <param name="batch">The statements with their values.</param>
    /// <param name="call">How they are executed.</param>
    /// <param name="cancellationToken">Ends the waiting; see the remarks of this class.</param>
    /// <exception cref="ArgumentException">The batch touches more than one partition, or the call does not suit it; nothing was sent.</exception>
    /// <exception cref="CqlEncodeException">Values do not suit their statement; nothing was sent.</exception>
    /// <exception cref="CqlException">It failed; <see cref="CqlException.Outcome"/> says what it may have done.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CqlResult> ExecuteBatchAsync(CqlBatch batch, CqlCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        CallCheck.Run(batch.Kind, call);
        var token = BatchCheck.Run(batch);
        var entries = ArrayPool<BatchEntry>.Shared.Rent(batch.Entries.Count);
        try
        {
            for (var i = 0; i < batch.Entries.Count; i++)
            {
                var entry = batch.Entries[i];
                entries[i] = new BatchEntry(Own(entry.Statement).Id, null, entry.Values.Written, entry.Values.Count);
            }

            var request = new BatchRequest(default, call.Consistency)
            {
                SerialConsistency = call.SerialConsistency,
                TimestampMicros = TimestampOf(batch.Kind, call),
            };
            var keyspace = batch.Entries[0].Statement.Keyspace;
            var operation = new BatchOperation(batch, entries.AsMemory(0, batch.Entries.Count), keyspace, token, request, ExtrasOf(call));
            return await _executor.ExecuteAsync<BatchOperation, CqlResult>(operation, call, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Only what was used: the pool's arrays are longer.
            entries.AsSpan(0, batch.Entries.Count).Clear();
            ArrayPool<BatchEntry>.Shared.Return(entries);
        }
    }

    /// <summary>Executes a statement without values: definitions, and tables of the system. Taken for a write that must not be repeated.</summary>
    /// <param name="cql">The statement.</param>
    /// <param name="call">How it is executed.</param>
    /// <param name="cancellationToken">Ends the waiting; see the remarks of this class.</param>
    /// <exception cref="CqlException">It failed; <see cref="CqlException.Outcome"/> says what it may have done.</exception>
    public ValueTask<CqlResult> ExecuteSimpleAsync(string cql, CqlCall call, CancellationToken cancellationToken)
        => ExecuteSimpleAsync(cql, CqlStatementKind.Write, call, cancellationToken);

    /// <summary>Executes a statement without values of a kind that the caller knows.</summary>
    /// <param name="cql">The statement.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="call">How it is executed.</param>
    /// <param name="cancellationToken">Ends the waiting; see the remarks of this class.</param>
    /// <exception cref="CqlException">It failed; <see cref="CqlException.Outcome"/> says what it may have done.</exception>
    public ValueTask<CqlResult> ExecuteSimpleAsync(string cql, CqlStatementKind kind, CqlCall call, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(cql);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        CallCheck.Run(kind, call);
        var operation = new QueryOperation(cql, kind, ParametersOf(kind, call), ExtrasOf(call));
        return _executor.ExecuteAsync<QueryOperation, CqlResult>(operation, call, cancellationToken);
    }

    private static RequestExtras ExtrasOf(in CqlCall call) => new(call.Trace, call.Payload);

    private PreparedStatement Own(ICqlStatement statement)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        ArgumentNullException.ThrowIfNull(statement);
        return statement as PreparedStatement ?? throw new ArgumentException("The statement was not prepared by this client.", nameof(statement));
    }

    private QueryParameters ParametersOf(CqlStatementKind kind, in CqlCall call) => new()
    {
        Consistency = call.Consistency,
        SerialConsistency = call.SerialConsistency,
        PageSize = call.PageSize > 0 ? call.PageSize : _context.Options.PageSize,
        PagingState = call.PagingState,
        TimestampMicros = TimestampOf(kind, call),
    };

    // One timestamp per call: a write that is sent again carries the same, or it would not be the same write.
    private long? TimestampOf(CqlStatementKind kind, in CqlCall call)
        => kind is CqlStatementKind.IdempotentWrite or CqlStatementKind.Write ? call.TimestampMicros ?? _context.Timestamps.Next() : null;
}
