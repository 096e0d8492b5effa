using System.Collections.Concurrent;
using EventAdmin.Cql.Diagnostics;
using EventAdmin.Cql.Primitives;

namespace EventAdmin.Cql.Sessions;

/// <summary>
/// The statements that were prepared, by text and kind. One is prepared on the first node of a plan, then in the background on the other
/// nodes of the datacenter that are up; all of them again on a node that comes up. Thread-safe.
/// </summary>
internal sealed class PreparedCache : IAsyncDisposable
{
    private const int AtATime = 4;

    private readonly ClientContext _context;
    private readonly Cluster _cluster;
    private readonly Executor _executor;
    private readonly ConcurrentDictionary<(string Text, CqlStatementKind Kind), PreparedStatement> _statements = new();
    private readonly ConcurrentDictionary<(string Text, CqlStatementKind Kind), Task<PreparedStatement>> _preparing = new();
    private readonly ConcurrentDictionary<Task, bool> _background = new();
    private readonly CancellationTokenSource _stopping = new();

    // Taken once: a node may come up, or a statement be asked for, while the cache is being disposed.
    private readonly CancellationToken _stop;

    public PreparedCache(ClientContext context, Cluster cluster, Executor executor)
    {
        _context = context;
        _cluster = cluster;
        _executor = executor;
        _stop = _stopping.Token;
        cluster.CameUp = pool => RunBeside(PrepareAllOnAsync(pool));
        executor.Forgotten = (statement, preparedOn) => RunBeside(PrepareOnOthersAsync(statement, preparedOn));
    }

    public int Count => _statements.Count;

    /// <summary>The statement, prepared once for all that ask for it; a caller that gives up does not end it for the others.</summary>
    public ValueTask<PreparedStatement> PrepareAsync(string text, CqlStatementKind kind, CancellationToken cancellationToken)
        => _statements.TryGetValue((text, kind), out var statement)
            ? ValueTask.FromResult(statement)
            : new ValueTask<PreparedStatement>(PrepareNewAsync(text, kind).WaitAsync(cancellationToken));

    /// <summary>Forgets a statement whose id has changed, so that it is prepared as what it is now.</summary>
    public void Forget(string text)
    {
        foreach (var key in _statements.Keys.Where(one => one.Text == text))
            _statements.TryRemove(key, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_background.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private Task<PreparedStatement> PrepareNewAsync(string text, CqlStatementKind kind)
    {
        var source = new TaskCompletionSource<PreparedStatement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var preparing = _preparing.GetOrAdd((text, kind), source.Task);
        if (preparing == source.Task)
            RunBeside(FillAsync(source, text, kind));
        return preparing;
    }

    private async Task FillAsync(TaskCompletionSource<PreparedStatement> source, string text, CqlStatementKind kind)
    {
        try
        {
            var statement = await PrepareFirstAsync(text, kind).ConfigureAwait(false);
            _statements[(text, kind)] = statement;
            source.SetResult(statement);
        }
        catch (Exception exception) // Told to all that wait; the next one to ask tries anew.
        {
            source.SetException(exception);
        }
        finally
        {
            _preparing.TryRemove(KeyValuePair.Create((text, kind), source.Task));
        }
    }

    private async Task<PreparedStatement> PrepareFirstAsync(string text, CqlStatementKind kind)
    {
        _context.Metrics.Prepared("new");
        var call = new CqlCall { Consistency = CqlConsistency.One, Label = "prepare" };
        var operation = new PrepareOperation(text, kind);
        var statement = await _executor.ExecuteAsync<PrepareOperation, PreparedStatement>(operation, call, _stop).ConfigureAwait(false);
        RunBeside(PrepareOnOthersAsync(statement, statement.PreparedOn));
        return statement;
    }

    private Task PrepareOnOthersAsync(PreparedStatement statement, Guid preparedOn)
    {
        var pools = _cluster.View.Pools.Where(one => one.Node.Datacenter == _context.Options.LocalDatacenter && one.Node.HostId != preparedOn);
        return EachAsync(pools, pool => PrepareOnAsync(statement, pool, "beside"));
    }

    private Task PrepareAllOnAsync(NodePool pool)
        => EachAsync(_statements.Values, statement => PrepareOnAsync(statement, pool, "up"));

    private Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> action)
        => Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = _stop },
            async (item, _) => await action(item).ConfigureAwait(false));

    // A node that does not learn it now says UNPREPARED later.
    private async Task PrepareOnAsync(PreparedStatement statement, NodePool pool, string cause)
    {
        if (pool.Pick() is not { } connection)
            return;
        var deadline = _context.DeadlineAfter(_context.Options.Timeout);
        if (await _executor.PrepareOnAsync(statement, connection, cause, deadline, _stop).ConfigureAwait(false) is { Cause: CqlStatementChangedException })
            Forget(statement.Text);
    }

    private void RunBeside(Task work)
    {
        _background.TryAdd(work, true);
        _ = FinishAsync(work);
    }

    private async Task FinishAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client is being disposed.
        }
        catch (Exception exception) // The statements work without it, by being prepared when a node asks for them.
        {
            _context.Logger.PreparingFailed(exception);
        }
        finally
        {
            _background.TryRemove(work, out _);
        }
    }
}
