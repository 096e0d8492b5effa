namespace EventAdmin.Cql.Sessions;

/// <summary>Wakes the one loop that waits for it. Several calls before the loop looks count as one.</summary>
internal sealed class WakeSignal(TimeProvider clock)
{
    private volatile TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => _source.TrySetResult();

    /// <summary>Waits until it is set, at most so long; true when it was set.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await _source.Task.WaitAsync(atMost, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) // Nothing happened meanwhile, which is as good.
        {
            return false;
        }

        _source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return true;
    }
}
