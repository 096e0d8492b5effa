using EventAdmin.EventSourcing.Events;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>What one group of appends added to a shard: one row of <c>log</c>. Its numbers follow those of the frame before without a gap.</summary>
internal sealed record Frame
{
    public required string Line { get; init; }

    public required short Shard { get; init; }

    /// <summary>The epoch of the owner that wrote it; it counts when that epoch reigned over its numbers.</summary>
    public required int Epoch { get; init; }

    /// <summary>The hash of the frame before; <c>default</c> before the first one of a line.</summary>
    public required HistoryHash Previous { get; init; }

    /// <summary>The events, at least one, in the order of their numbers.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>Every stream of its events, as it was before the frame.</summary>
    public required IReadOnlyList<StreamBefore> Streams { get; init; }

    /// <summary>The appends of which <c>append_ids</c> keeps the id.</summary>
    public required IReadOnlyList<AppendId> IdsKept { get; init; }

    /// <summary>Its first number.</summary>
    public long First => Events[0].Seq;

    /// <summary>Its last number.</summary>
    public long Last => Events[^1].Seq;
}

/// <summary>A stream before a frame: what its events go on from.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="FirstLive">The first version that still counts; 0 when nothing of it was deleted.</param>
/// <param name="Bytes">Bytes of data of all its events.</param>
/// <param name="Bucket">Its newest bucket; -1 when it has none.</param>
internal readonly record struct StreamBefore(StreamId Stream, HistoryHash Hash, long FirstLive, long Bytes, int Bucket);
