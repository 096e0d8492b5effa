using EventAdmin.Cql.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Connections;

/// <summary>
/// One thread of its own that asks every holder each 10 ms for what is overdue, so that a timeout fires on time when no pool thread is free.
/// </summary>
/// <remarks>
/// Deadlines stand in an array of their connection, by request id: arming is one write, disarming another, and a sweep over a thousand of
/// them costs less than a microsecond. No list has to be linked or unlinked, and no entry outlives its request.
/// </remarks>
internal sealed class DeadlineClock : IDisposable
{
    /// <summary>How often the holders are asked, in milliseconds of real time, whatever <see cref="TimeProvider"/> says the time is.</summary>
    private const int TickMs = 10;

    private readonly Lock _changing = new(); // guards _holders, _thread and _isDisposed
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private volatile IDeadlineHolder[] _holders = [];
    private Thread? _thread;
    private volatile bool _isDisposed;

    public DeadlineClock(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
    }

    /// <summary>Begins to ask a holder. The thread starts with the first one.</summary>
    public void Add(IDeadlineHolder holder)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _holders = [.. _holders, holder];
            if (_thread is not null)
            {
                _wake.Set();
                return;
            }

            _thread = new Thread(Run) { IsBackground = true, Name = "CQL deadlines", Priority = ThreadPriority.AboveNormal };
            _thread.UnsafeStart();
        }
    }

    /// <summary>Asks a holder no more; a call that is running may still come to its end.</summary>
    public void Remove(IDeadlineHolder holder)
    {
        lock (_changing) _holders = [.. _holders.Where(one => !ReferenceEquals(one, holder))];
    }

    /// <summary>Ends the thread. Armed deadlines do not fire any more.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_changing)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            thread = _thread;
        }

        _wake.Set();
        if (thread is not null && thread != Thread.CurrentThread) thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!_isDisposed)
        {
            var holders = _holders;
            var now = _time.GetTimestamp();
            foreach (var holder in holders) Ask(holder, now);
            _wake.WaitOne(holders.Length == 0 ? Timeout.Infinite : TickMs);
        }
    }

    private void Ask(IDeadlineHolder holder, long now)
    {
        try
        {
            holder.Expire(now);
        }
        catch (Exception exception) // One holder's defect must not take the deadlines of all the others with it.
        {
            _logger.DeadlinesFailed(exception);
        }
    }
}
