namespace EventAdmin.Testing.Cassandra;

/// <summary>
/// One process of a machine at a time runs clusters for tests: two of them on two cores would only time each other out. Clusters of one process
/// share its turn.
/// </summary>
internal sealed class ClusterTurn : IDisposable
{
    private static readonly SemaphoreSlim Changing = new(1, 1);
    private static FileLock? s_held;
    private static int s_users;

    private bool _isDisposed;

    private ClusterTurn()
    {
    }

    public static async Task<ClusterTurn> TakeAsync(CancellationToken cancellationToken)
    {
        await Changing.WaitAsync(cancellationToken);
        try
        {
            s_held ??= await FileLock.AcquireAsync(Path.Combine(CassandraDistribution.CacheFolder, "turn.lock"), cancellationToken);
            s_users++;
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
            if (--s_users > 0)
                return;
            s_held?.Dispose();
            s_held = null;
        }
        finally
        {
            Changing.Release();
        }
    }
}
