using System.Security.Cryptography;
using EventAdmin.EventSourcing.Events;
using EventAdmin.EventSourcing.Storage;

namespace EventAdmin.Storage.Cassandra.Rows;

/// <summary>An event as a row of <c>events</c> and as a frame of the log hold it.</summary>
internal sealed record StoredEvent
{
    /// <summary>Bytes of data above which they go into chunks.</summary>
    public const int InlineBytesMax = 32 * 1024;

    /// <summary>Bytes of a chunk.</summary>
    public const int ChunkBytes = 512 * 1024;

    public required string Line { get; init; }

    public required short Shard { get; init; }

    /// <summary>Its number in the shard's log: its place in the feed.</summary>
    public required long Seq { get; init; }

    /// <summary>The epoch of the owner that committed it.</summary>
    public required int Epoch { get; init; }

    public required StreamId Stream { get; init; }

    public required long Version { get; init; }

    public required EventId Id { get; init; }

    public required AppendId Append { get; init; }

    /// <summary>Its place in its append, within this stream.</summary>
    public required short Index { get; init; }

    /// <summary>The events of its append, within this stream.</summary>
    public required short Count { get; init; }

    public required string Type { get; init; }

    public required int SchemaVersion { get; init; }

    /// <summary>How the data are stored: 0 as they are.</summary>
    public sbyte Codec { get; init; }

    /// <summary>The data as stored; empty when they are in chunks.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>How many chunks hold the data; 0 when <see cref="Data"/> does.</summary>
    public short Chunks { get; init; }

    /// <summary>SHA-256 of the data, where they are in chunks.</summary>
    public HistoryHash ChunksHash { get; init; }

    /// <summary>What has no column of its own.</summary>
    public required StoredMeta Meta { get; init; }

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    public string? Actor { get; init; }

    public string? KeyRef { get; init; }

    /// <summary>When it happened; null when its writer did not say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The stream's hash before it.</summary>
    public required HistoryHash Previous { get; init; }

    /// <summary>The stream's hash up to and with it.</summary>
    public required HistoryHash Hash { get; init; }

    /// <summary>Bytes of its data, wherever they are.</summary>
    public int DataBytes => Chunks == 0 ? Data.Length : Meta.ChunkedBytes;

    /// <summary>How many chunks data of a size take; 0 when they go into the row.</summary>
    public static short ChunksOf(int dataBytes) => (short)((dataBytes + ChunkBytes - 1) / ChunkBytes);

    /// <summary>SHA-256 of the data.</summary>
    public HistoryHash DataHash()
    {
        if (Chunks > 0)
            return ChunksHash;
        Span<byte> hash = stackalloc byte[HistoryHash.Length];
        SHA256.HashData(Data.Span, hash);
        return new HistoryHash(hash);
    }

    /// <summary>The hash that it must have. Data in chunks are stood for by their own hash.</summary>
    public HistoryHash ComputeHash(HistoryHasher hasher)
    {
        Span<byte> chunksHash = stackalloc byte[HistoryHash.Length];
        ChunksHash.WriteTo(chunksHash);
        return hasher.HashOf(
            ToEvent(Chunks > 0 ? chunksHash.ToArray() : Data), new HistoryStep(Previous, Meta.AppendIndex, Meta.AppendCount, Meta.Extensions));
    }

    /// <summary>The event; its data must be in the row.</summary>
    public RecordedEvent ToEvent() => Chunks == 0
        ? ToEvent(Data)
        : throw new InvalidOperationException($"Expected the data of {Stream} {Version} in its row, found {Chunks} chunks.");

    /// <summary>The event, with its data.</summary>
    /// <param name="data">The data, from the row or from chunks.</param>
    public RecordedEvent ToEvent(ReadOnlyMemory<byte> data) => new()
    {
        Id = Id,
        Stream = Stream,
        Version = StreamVersion.Of(Version),
        Position = FeedPosition.FromStore(Seq),
        Type = Type,
        SchemaVersion = SchemaVersion,
        Data = data,
        ContentType = Meta.ContentType ?? NewEvent.Json,
        RecordedAt = RecordedAt,
        OccurredAt = OccurredAt ?? RecordedAt,
        Append = Append,
        Metadata = Meta.ToMetadata(CorrelationId, CausationId, Actor),
        History = Hash,
    };

    /// <summary>An event that an owner decided, as it will be stored.</summary>
    public static StoredEvent From(RecordedEvent e, StoredPlace place, HistoryHasher hasher)
    {
        var extensions = ExtensionAttributes.ToStore(e.Metadata.Extensions);
        return new StoredEvent
        {
            Line = place.Line,
            Shard = place.Shard,
            Seq = e.Position.ToStore(),
            Epoch = place.Epoch,
            Stream = e.Stream,
            Version = e.Version.Value,
            Id = e.Id,
            Append = e.Append,
            Index = place.Index,
            Count = place.Count,
            Type = e.Type,
            SchemaVersion = e.SchemaVersion,
            Data = place.ChunkedBytes > 0 ? default : e.Data,
            Chunks = ChunksOf(place.ChunkedBytes),
            // Its writer has put the hash of the chunks where the data would be.
            ChunksHash = place.ChunkedBytes > 0 ? new HistoryHash(e.Data.Span) : default,
            Meta = new StoredMeta
            {
                AppendIndex = place.AppendIndex,
                AppendCount = place.AppendCount,
                ContentType = e.ContentType == NewEvent.Json ? null : e.ContentType,
                Source = e.Metadata.Source,
                Extensions = extensions,
                ChunkedBytes = place.ChunkedBytes,
            },
            CorrelationId = e.Metadata.CorrelationId,
            CausationId = e.Metadata.CausationId,
            Actor = e.Metadata.Actor,
            OccurredAt = e.OccurredAt == e.RecordedAt ? null : e.OccurredAt,
            RecordedAt = e.RecordedAt,
            Previous = place.Previous,
            Hash = hasher.HashOf(e, new HistoryStep(place.Previous, place.AppendIndex, place.AppendCount, extensions)),
        };
    }
}

/// <summary>Where an event is stored.</summary>
/// <param name="Line">The line.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">The owner's epoch.</param>
/// <param name="Index">The event's place in its append, within its stream.</param>
/// <param name="Count">The events of its append, within its stream.</param>
/// <param name="AppendIndex">Its place in its whole append.</param>
/// <param name="AppendCount">The events of its whole append.</param>
/// <param name="ChunkedBytes">Bytes of its data where they are in chunks, and the event's own data are their SHA-256; else 0.</param>
/// <param name="Previous">The stream's hash before it.</param>
internal readonly record struct StoredPlace(
    string Line, short Shard, int Epoch, short Index, short Count, short AppendIndex, short AppendCount, int ChunkedBytes, HistoryHash Previous);
