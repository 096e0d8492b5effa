using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

internal sealed partial class Executor
{
    private bool IsSpeculated<TOperation, TResult>(in TOperation operation, in CqlCall call)
        where TOperation : struct, IOperation<TResult>
    {
        if (context.Options.Speculation == CqlSpeculation.Off)
            return false;
        context.Speculations.CountRequest();
        return call.Speculate && operation.Latencies is not null && call.PinnedNode is null && operation.Kind switch
        {
            CqlStatementKind.Read => !call.Consistency.IsSerial(),
            CqlStatementKind.IdempotentWrite => context.Options.Speculation == CqlSpeculation.ReadsAndIdempotentWrites,
            _ => false,
        };
    }

    /// <summary>
    /// Asks one node, and when its answer is later than 95 of 100 a second one; the first answer is taken. The loser is cancelled, its
    /// request id stays an orphan until its answer comes.
    /// </summary>
    private async ValueTask<TResult> ExecuteBesideAsync<TOperation, TResult>(TOperation operation, CqlCall call, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TResult>
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var group = new SpeculationGroup();
        var startedAt = context.Clock.GetTimestamp();
        var first = RunAsync<TOperation, TResult>(operation, Begin<TOperation, TResult>(operation, call, group, isSpeculative: false), ending.Token).AsTask();
        var late = operation.Latencies!.LateAfter(context.Clock.GetElapsedTime(0));
        if (!await IsLateAsync(first, late, ending.Token).ConfigureAwait(false) || !context.Speculations.TryTake() || !context.Retries.TryTake())
            return await TakeAsync(first, operation.Latencies, startedAt).ConfigureAwait(false);

        group.Speculative++;
        context.Metrics.Speculated();
        var second = RunAsync<TOperation, TResult>(operation, Begin<TOperation, TResult>(operation, call, group, isSpeculative: true), ending.Token).AsTask();
        var winner = await FirstAnswerAsync(first, second).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        _ = DropAsync(winner == first ? second : first);
        return await TakeAsync(winner, operation.Latencies, startedAt).ConfigureAwait(false);
    }

    /// <summary>The one that answers first; when none does, the one that is worth least.</summary>
    private static async Task<Task<TResult>> FirstAnswerAsync<TResult>(Task<TResult> first, Task<TResult> second)
    {
        var ended = await Task.WhenAny(first, second).ConfigureAwait(false);
        if (ended.IsCompletedSuccessfully)
            return ended;
        var other = ended == first ? second : first;
        await ((Task)other).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return other.IsCompletedSuccessfully || OutcomeOf(other) >= OutcomeOf(ended) ? other : ended;
    }

    private static CqlOutcome OutcomeOf(Task failed)
        => (failed.Exception?.InnerException as CqlException)?.Outcome ?? CqlOutcome.NotExecuted;

    private async Task<bool> IsLateAsync(Task first, TimeSpan late, CancellationToken cancellationToken)
    {
        try
        {
            await first.WaitAsync(late, context.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !first.IsCompleted;
        }
        catch (Exception) // Whatever ended it is met again by awaiting it.
        {
            return !first.IsCompleted;
        }
    }

    private async ValueTask<TResult> TakeAsync<TResult>(Task<TResult> task, LatencyWindow latencies, long startedAt)
    {
        var result = await task.ConfigureAwait(false);
        latencies.Record(context.Clock.GetElapsedTime(startedAt), context.Clock.GetElapsedTime(0));
        return result;
    }

    /// <summary>An answer that nobody takes still gives its memory back.</summary>
    private static async Task DropAsync<TResult>(Task<TResult> loser)
    {
        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loser.IsCompletedSuccessfully && loser.Result is IDisposable result)
            result.Dispose();
    }
}
