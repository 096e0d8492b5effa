namespace EventAdmin.Cql.Connections;

/// <summary>Wakes the write loop. It is set once for each time that it is awaited: the connection's lock sees to that.</summary>
internal sealed class OutputSignal(CompletionThreads threads) : PooledCompletion<bool>(threads)
{
    public ValueTask<bool> WaitAsync() => Task;

    public void Set() => Complete(true);

    protected override void OnConsumed()
    {
    }
}
