using System.Threading.Tasks.Sources;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// The source of a <see cref="ValueTask{TResult}"/> that is used again and again: completing it allocates nothing, its continuation never runs
/// on the thread that completes it, and a task that was awaited already is refused by its version.
/// </summary>
internal abstract class PooledCompletion<TResult>(CompletionThreads threads) : IValueTaskSource<TResult>, IThreadPoolWorkItem
{
    // Its continuations are synchronous because Execute already runs on a thread that may be used by anyone for as long as they like.
    private ManualResetValueTaskSourceCore<TResult> _core;
    private TResult? _result;

    /// <summary>The task of this use; await it once.</summary>
    protected ValueTask<TResult> Task => new(this, _core.Version);

    /// <summary>Ends this use. Whoever calls it has made sure, under a lock, that nobody else does.</summary>
    protected void Complete(TResult result)
    {
        _result = result;
        threads.Queue(this);
    }

    /// <summary>The caller has its result: the object may be used again from here on.</summary>
    protected abstract void OnConsumed();

    void IThreadPoolWorkItem.Execute()
    {
        var result = _result!;
        _result = default;
        _core.SetResult(result);
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        var result = _core.GetResult(token);
        _core.Reset();
        OnConsumed();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
