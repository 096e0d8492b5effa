using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Lookups;

/// <summary>How far a shard's history was handled: every event up to a number and every deletion up to another.</summary>
/// <param name="Seq">The number of the last event; 0 before the first.</param>
/// <param name="Deletions">The number of the last deletion; 0 before the first.</param>
internal readonly record struct LookupPoint(long Seq, long Deletions)
{
    /// <summary>As a position of the feed.</summary>
    public FeedPosition Position => FeedPosition.FromStore(Seq);

    /// <summary>True when everything up to another point was handled here.</summary>
    public bool Covers(LookupPoint other) => Seq >= other.Seq && Deletions >= other.Deletions;
}
