using System.Collections.Concurrent;
using EventAdmin.Cql.Diagnostics;

namespace EventAdmin.Cql.Connections;

/// <summary>What a connection has to tell its owner, one after the other and in order, on a thread that is not a loop of ours.</summary>
internal sealed class OwnerCalls(CqlConnection connection) : IThreadPoolWorkItem
{
    // Bounded by what a node tells: notices are rare, and there is one retirement and one end.
    private readonly ConcurrentQueue<Action> _calls = new();
    private int _waiting;

    public void Add(Action call)
    {
        _calls.Enqueue(call);
        if (Interlocked.Increment(ref _waiting) == 1) connection.Services.Threads.Queue(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            if (_calls.TryDequeue(out var call)) Run(call);
        }
        while (Interlocked.Decrement(ref _waiting) > 0);
    }

    private void Run(Action call)
    {
        try
        {
            call();
        }
        catch (Exception exception) // An owner's defect ends its own call, not the process.
        {
            connection.Services.Logger.OwnerFailed(exception, connection.Target.EndPoint);
        }
    }
}
