using EventAdmin.Storage.Cassandra.Rows;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>What a shard committed, in its order: frames of events, and deletions between them. Thread-safe.</summary>
internal interface ICommittedHistory
{
    /// <summary>The shard's name: its line and number.</summary>
    string Shard { get; }

    /// <summary>What follows a point; empty at the end. Never anything beyond a hole.</summary>
    /// <exception cref="LogDamagedException">Something that was committed is not there.</exception>
    Task<HistorySlice> ReadAsync(LookupPoint after, CancellationToken cancellationToken);

    /// <summary>The end: everything that was committed before is up to it.</summary>
    Task<LookupPoint> FindEndAsync(CancellationToken cancellationToken);

    /// <summary>Ends when there may be more than was read, or after a while.</summary>
    Task WaitAsync(CancellationToken cancellationToken);
}

/// <summary>What follows a point: frames, or the one deletion that comes before any further frame.</summary>
/// <param name="Frames">The frames, in order.</param>
/// <param name="Deletion">The deletion; null where frames come first, or nothing does.</param>
internal sealed record HistorySlice(IReadOnlyList<Frame> Frames, DeletionRow? Deletion)
{
    /// <summary>Nothing follows.</summary>
    public static readonly HistorySlice End = new([], Deletion: null);

    /// <summary>True at the end.</summary>
    public bool IsEnd => Frames.Count == 0 && Deletion is null;
}
