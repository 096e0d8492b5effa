namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// One process of a machine at a time runs clusters for tests: two of them on two cores would only time each other out. Clusters of one process
/// share its turn.
/// </summary>
internal sealed class ClusterTurn : IDisposable
{
    private static readonly SemaphoreSlim Changing = new(1, 1);
    private static FileLock? _held;
    private static int _users;

    private bool _isDisposed;

    private ClusterTurn()
    {
    }

    public static async Task<ClusterTurn> TakeAsync(CancellationToken cancellationToken)
    {
        await Changing.WaitAsync(cancellationToken);
        try
        {
            _held ??= await FileLock.AcquireAsync(Path.Combine(CassandraDistribution.CacheFolder, "turn.lock"), cancellationToken);
            _users++;
            return new ClusterTurn();
        }
        finally
        {
            Changing.Release();
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Changing.Wait();
        try
        {
            if (--_users > 0)
                return;
            _held?.Dispose();
            _held = null;
        }
        finally
        {
            Changing.Release();
        }
    }
}
