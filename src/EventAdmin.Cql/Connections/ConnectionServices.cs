using Microsoft.Extensions.Logging;

namespace EventAdmin.Cql.Connections;

/// <summary>What all connections of one client share. Owned by the client; disposed after its last connection.</summary>
internal sealed class ConnectionServices : IDisposable
{
    public ConnectionServices(TimeProvider time, ILogger logger)
    {
        Time = time;
        Logger = logger;
        Threads = new CompletionThreads();
        Clock = new DeadlineClock(time, logger);
        Clock.Add(Threads);
    }

    /// <summary>The clock of deadlines and heartbeats.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where connections write.</summary>
    public ILogger Logger { get; }

    /// <summary>Ends what is overdue, whatever the thread pool is doing.</summary>
    public DeadlineClock Clock { get; }

    /// <summary>Runs the continuations of callers.</summary>
    public CompletionThreads Threads { get; }

    public void Dispose()
    {
        Clock.Dispose();
        Threads.Dispose();
    }
}
