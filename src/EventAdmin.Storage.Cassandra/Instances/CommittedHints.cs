using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Instances;

/// <summary>What this instance has heard of commits. A hint says when to look, never what is there. Thread-safe.</summary>
internal sealed class CommittedHints
{
    private long _committed;

    /// <summary>Raised with every commit that was heard of.</summary>
    public FeedSignal Moved { get; } = new();

    /// <summary>The highest number that was heard of; 0 before.</summary>
    public long Committed => Interlocked.Read(ref _committed);

    /// <summary>Takes in that numbers up to one are committed, or a deletion after it.</summary>
    public void Tell(long committed)
    {
        InterlockedMax(committed);
        Moved.Raise();
    }

    private void InterlockedMax(long committed)
    {
        for (var known = Committed; known < committed;)
        {
            var seen = Interlocked.CompareExchange(ref _committed, committed, known);
            if (seen == known)
                return;
            known = seen;
        }
    }
}
