namespace EventAdmin.Cql.Tests.Connections;

/// <summary>Holds every thread of the pool, also those that it adds meanwhile, until it is disposed.</summary>
internal sealed class BlockedPool : IDisposable
{
    private const int Threads = 200;

    private readonly ManualResetEventSlim _gate = new();
    private readonly CountdownEvent _left = new(Threads);

    public BlockedPool()
    {
        for (var count = 0; count < Threads; count++) ThreadPool.UnsafeQueueUserWorkItem(static pool => pool.Hold(), this, preferLocal: false);
    }

    public bool IsHeld => !_gate.IsSet;

    public void Dispose()
    {
        _gate.Set();
        _left.Wait();
        _left.Dispose();
        _gate.Dispose();
    }

    private void Hold()
    {
        _gate.Wait();
        _left.Signal();
    }
}
