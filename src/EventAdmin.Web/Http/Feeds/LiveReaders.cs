namespace EventAdmin.Web.Http.Feeds;

/// <summary>Counts who follows the feed over the wire, hub and server-sent events together, and holds their number within bounds.</summary>
internal sealed class LiveReaders
{
    /// <summary>Most readers at once: what one process serves with each of them in time.</summary>
    public const int CountMax = 1000;

    private int _count;

    /// <summary>A place, to be disposed of by the reader; null when all are taken.</summary>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= CountMax)
            return new Place(this);
        Interlocked.Decrement(ref _count);
        return null;
    }

    private sealed class Place(LiveReaders readers) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                Interlocked.Decrement(ref readers._count);
        }
    }
}
