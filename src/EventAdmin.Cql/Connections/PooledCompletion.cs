using System.Threading.Tasks.Sources;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// The source of a <see cref="ValueTask{TResult}"/> that is used again and again: completing it allocates nothing, its continuation never runs
/// on the thread that completes it, and a task that was awaited already is refused by its version.
/// </summary>
internal abstract class PooledCompletion<TResult>(CompletionThreads threads) : IValueTaskSource<TResult>, IThreadPoolWorkItem
{
    // Neither ended nor awaited yet; awaited; ended, and nobody awaits it yet.
    private const int Begun = 0;
    private const int Awaited = 1;
    private const int Ended = 2;

    // Its continuations are synchronous because Execute already runs on a thread that may be used by anyone for as long as they like.
    private ManualResetValueTaskSourceCore<TResult> _core;
    private TResult? _result;
    private int _phase;

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
        // The core would give a continuation that comes after its result to the thread pool, starved or not. So it has its result only when there
        // is someone to tell, and whoever comes later asks for a thread as everything does here.
        if (Interlocked.CompareExchange(ref _phase, Ended, Begun) != Begun) SetResult();
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending && Volatile.Read(ref _phase) == Ended) SetResult();
        var result = _core.GetResult(token);
        _core.Reset();
        _phase = Begun;
        OnConsumed();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token)
    {
        var status = _core.GetStatus(token);
        return status == ValueTaskSourceStatus.Pending && Volatile.Read(ref _phase) == Ended ? ValueTaskSourceStatus.Succeeded : status;
    }

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
        if (Interlocked.CompareExchange(ref _phase, Awaited, Begun) == Ended) threads.Queue(this);
    }

    private void SetResult()
    {
        var result = _result!;
        _result = default;
        _core.SetResult(result);
    }
}
