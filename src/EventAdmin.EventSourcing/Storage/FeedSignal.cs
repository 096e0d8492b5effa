namespace EventAdmin.EventSourcing.Storage;

/// <summary>A nudge that carries no event: something became durable, look again. Thread-safe; a raise between looking and waiting is not lost.</summary>
public sealed class FeedSignal
{
    private readonly Lock _guardsCurrent = new();
    private TaskCompletionSource _current = NewSource();

    /// <summary>A task that ends at the next <see cref="Raise"/>. Take it before looking, await it after.</summary>
    public Task Next
    {
        get
        {
            lock (_guardsCurrent)
                return _current.Task;
        }
    }

    /// <summary>Wakes everybody who waits.</summary>
    public void Raise()
    {
        TaskCompletionSource ended;
        lock (_guardsCurrent)
        {
            ended = _current;
            _current = NewSource();
        }

        ended.TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
