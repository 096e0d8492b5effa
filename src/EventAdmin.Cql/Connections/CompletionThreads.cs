using System.Collections.Concurrent;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// Where the continuations of callers run: on the thread pool, and while the pool is starved on a few threads of our own.
/// </summary>
/// <remarks>
/// Never on a read loop, where one blocking continuation would hold up the answers of all others. Starvation is seen by a probe: an empty
/// work item is kept in the pool's queue, and one that has not run for <see cref="PatienceMs"/> means that ours would not run either. Callers
/// that block pool threads on our own answers (sync over async) would otherwise wait for the pool to grow by a thread or two a second.
/// </remarks>
internal sealed class CompletionThreads : IDeadlineHolder, IThreadPoolWorkItem, IDisposable
{
    private const int PatienceMs = 20;
    private const int ThreadsMax = 8;

    // A pool thread runs so many in a row, and none after a few milliseconds: then what else waits for the pool has its turn.
    private const int TurnMax = 64;
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(5);

    // The pool is real whatever time a test says it is.
    private static readonly TimeProvider RealTime = TimeProvider.System;

    // Bounded by the requests in flight: every item is the completion of one of them.
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _items = new();
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Runner _runner;
    private int _isRunnerAsked; // 1: a pool thread was asked for and has not begun
    private int _threads;
    private int _idle;
    private long _probedAt; // 0 = no probe is under way
    private volatile bool _isStarved;
    private volatile bool _isDisposed;
    private volatile bool _mayBeLeft; // items for which no pool thread was asked

    public CompletionThreads() => _runner = new Runner(this);

    /// <summary>Whether the pool has not run the last probe in time.</summary>
    public bool IsStarved => _isStarved;

    /// <summary>Runs an item soon, on another thread than this one.</summary>
    public void Queue(IThreadPoolWorkItem item)
    {
        // The pool is asked for a thread, not to run this one: what it has not come to when it turns out to be starved is still here.
        _items.Enqueue(item);
        if (!_isStarved || _isDisposed)
        {
            AskPool();
            return;
        }

        _mayBeLeft = true;
        _ready.Release();
        AddThreadIfTooFewAreIdle();
    }

    /// <summary>Looks after the probe; called by the deadline clock.</summary>
    public void Expire(long now)
    {
        if (!_isStarved) HandOver();
        var probedAt = Volatile.Read(ref _probedAt);
        if (probedAt == 0)
        {
            Volatile.Write(ref _probedAt, Math.Max(RealTime.GetTimestamp(), 1));
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (!_isStarved && RealTime.GetElapsedTime(probedAt).TotalMilliseconds >= PatienceMs)
        {
            _isStarved = true;
            TakeOver();
        }
    }

    /// <summary>Lets the threads end; what comes later goes to the pool.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _ready.Release(ThreadsMax);
    }

    /// <summary>The probe has run: a pool thread is free.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        _isStarved = false;
        Volatile.Write(ref _probedAt, 0);
        HandOver();
    }

    /// <summary>Lets our threads run what the pool was asked for and has not come to.</summary>
    private void TakeOver()
    {
        for (var waiting = _items.Count; waiting > 0; waiting--)
        {
            _ready.Release();
            AddThreadIfTooFewAreIdle();
        }
    }

    /// <summary>Asks the pool for what still waits for a thread of ours: ours may all be blocked by what they run.</summary>
    private void HandOver()
    {
        if (!_mayBeLeft) return;
        _mayBeLeft = false;
        if (!_items.IsEmpty) AskPool();
    }

    /// <summary>Asks the pool for one more thread, unless the last one that was asked for has not begun: it will see everything.</summary>
    private void AskPool()
    {
        if (Volatile.Read(ref _isRunnerAsked) == 0 && Interlocked.Exchange(ref _isRunnerAsked, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(_runner, preferLocal: false);
    }

    private void AddThreadIfTooFewAreIdle()
    {
        if (_items.Count <= Volatile.Read(ref _idle)) return;
        if (Interlocked.Increment(ref _threads) > ThreadsMax)
        {
            Interlocked.Decrement(ref _threads);
            return;
        }

        new Thread(Run) { IsBackground = true, Name = "CQL completions" }.UnsafeStart();
    }

    private void Run()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            var isReady = _ready.Wait(IdleMax);
            Interlocked.Decrement(ref _idle);
            if (_items.TryDequeue(out var item)) item.Execute();
            else if (!isReady || _isDisposed) break;
        }

        Interlocked.Decrement(ref _threads);
        if (!_items.IsEmpty) AddThreadIfTooFewAreIdle();
    }

    /// <summary>A turn of a pool thread.</summary>
    private sealed class Runner(CompletionThreads threads) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            Interlocked.Exchange(ref threads._isRunnerAsked, 0);
            var began = Environment.TickCount64;
            for (var left = TurnMax; left > 0 && threads._items.TryDequeue(out var item); left--)
            {
                // What this one runs may block for as long as it likes: the others are for the next thread.
                if (!threads._items.IsEmpty) threads.AskPool();
                item.Execute();
                if (Environment.TickCount64 != began) break;
            }

            if (!threads._items.IsEmpty) threads.AskPool();
        }
    }
}
