using EventAdmin.Cql.Connections;
using EventAdmin.Cql.Framing;
using EventAdmin.Cql.Messages;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class Executor
{
    /// <summary>Told of statements that a node had forgotten and knows again: they are prepared on the other nodes too.</summary>
    public Action<PreparedStatement, Guid>? Forgotten { get; set; }

    /// <summary>Prepares a statement on one connection; null when it worked.</summary>
    public async Task<Failed?> PrepareOnAsync(
        PreparedStatement statement, CqlConnection connection, string cause, Deadline deadline, CancellationToken cancellationToken)
    {
        context.Metrics.Prepared(cause);
        using var reply = await connection.SendAsync(new PrepareRequest(statement.Text), deadline, cancellationToken).ConfigureAwait(false);
        if (reply.Status != ReplyStatus.Answered)
            return new Failed(AttemptFailure.NotSent, CqlOutcome.NotExecuted, null, reply.Phase, reply.Cause);
        try
        {
            var response = reply.Read();
            if (response.Opcode == Opcode.Error)
            {
                var failure = AttemptFailures.OfCode(response.Error.CodeNumber);
                var outcome = failure == AttemptFailure.Refused ? CqlOutcome.Failed : CqlOutcome.NotExecuted;
                return new Failed(failure, outcome, response.Error, CqlPhase.Answered, null);
            }

            if (!statement.TryRenew(response.Prepared))
                return new Failed(AttemptFailure.Refused, CqlOutcome.NotExecuted, null, CqlPhase.Answered, new CqlStatementChangedException(statement.Text, CqlOutcome.NotExecuted));
            return null;
        }
        catch (CqlProtocolException exception)
        {
            connection.Close(exception);
            return new Failed(AttemptFailure.NotSent, CqlOutcome.NotExecuted, null, CqlPhase.Answered, exception);
        }
    }

    /// <summary>
    /// Prepared again, the same node is asked once more. Where that failed nothing ran in this attempt, so the next node may be asked,
    /// unless this one refused.
    /// </summary>
    private void NotePrepared(
        ref RequestRun run, NodePool pool, PreparedStatement statement, Failed? failed, CancellationToken cancellationToken)
    {
        if (failed is null)
        {
            Forgotten?.Invoke(statement, pool.Node.HostId);
            run.Again = pool;
            (run.Prepared ??= []).Add(statement);
            return;
        }

        run.Note(failed);
        run.Add(AttemptOf(ref run, pool, failed.Phase, failed.Error, failed.Error?.Message ?? "The statement could not be prepared again."));
        if (failed.Failure == AttemptFailure.Refused)
            throw Failure(ref run, cancellationToken);
    }
}
